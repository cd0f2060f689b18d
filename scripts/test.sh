#!/usr/bin/env bash
# Everything the tests need, then the whole suite: format, lints, tests in
# debug, documentation tests. What a test skips, and why, is listed at the end.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_rust
cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt
cargo clippy --version >/dev/null 2>&1 || rustup component add clippy
if ! cargo nextest --version >/dev/null 2>&1; then
    say "installing cargo-nextest"
    cargo install --locked --quiet cargo-nextest
fi
need chromium chromium
need chromedriver chromium-driver
fc-list 2>/dev/null | grep -qi 'noto.*cjk' || need no-such-font-command fonts-noto-cjk

cd "$root"
say "format"
cargo fmt --all --check
say "lints"
cargo clippy --workspace --all-targets --quiet -- -D warnings
say "build"
cargo build --workspace --all-targets --quiet
LEIAN_PROFILE=dev "$root/scripts/fetch_model.sh"
export LEIAN_MODEL=${LEIAN_MODEL:-$var/models/multilingual-e5-small}
if [ -z "${LEIAN_SHARED:-}" ] && [ -d "$root/../shared/data" ]; then
    LEIAN_SHARED=$(cd "$root/../shared" && pwd)
    export LEIAN_SHARED
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
say "tests"
cargo nextest run --workspace --no-fail-fast --success-output final 2>&1 | tee "$log"
say "documentation tests"
cargo test --workspace --doc --quiet
if grep -E '^ *skipped: ' "$log" >/dev/null; then
    say "skipped"
    grep -E '^ *skipped: ' "$log" | sort -u
fi
