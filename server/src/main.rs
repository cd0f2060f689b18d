//! The binary `leian`.

use std::process::ExitCode;

// Embedding and search allocate from many threads; mimalloc keeps them apart.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    leian_server::cli::main()
}
