//! leian binary
fn main() {}
