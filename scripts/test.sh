#!/usr/bin/env bash
# Everything the tests need, then the whole suite: format, lints, all tests with a
# real browser, documentation tests. What had to be left out is listed at the end.
#   scripts/test.sh            all of it
#   scripts/test.sh FILTER…    only the tests whose names contain a FILTER
# LEIAN_SHARED (../shared) names a folder with real texts; tests on them are left
# out where there is none. LEIAN_VAR and CARGO_TARGET_DIR may be set.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

missing=()
need_rust
cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt
cargo clippy --version >/dev/null 2>&1 || rustup component add clippy
if ! cargo nextest --version >/dev/null 2>&1; then
    say "installing cargo-nextest (some minutes)"
    cargo install --locked --quiet cargo-nextest
fi
if ! command -v chromedriver >/dev/null 2>&1 || ! command -v chromium >/dev/null 2>&1; then
    install chromium chromium-driver || missing+=("Chromium, for tests of pages in a browser")
fi
if ! fc-list :lang=zh 2>/dev/null | grep -q .; then
    install fontconfig fonts-noto-cjk || missing+=("Chinese fonts, for screenshots")
fi

cd "$root"
if [ $# -eq 0 ]; then
    say "format"
    cargo fmt --all --check
    say "lints"
    cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
fi
say "build"
cargo build --workspace --all-targets --locked --quiet
export LEIAN_BIN=$CARGO_TARGET_DIR/debug/leian
if bash "$root/scripts/fetch_model.sh"; then
    export LEIAN_TEST_MODEL=$var/models/multilingual-e5-small
else
    missing+=("the default model, for tests on its real weights")
fi
if bash "$root/scripts/fetch_statutes.sh"; then
    export LEIAN_LAWS_DB=$var/downloads/laws.db
else
    missing+=("laws.db, for tests on it")
fi
if bash "$root/scripts/fetch_axe.sh"; then
    export LEIAN_AXE=$var/downloads/axe.min.js
else
    missing+=("axe-core, for the checks of accessibility")
fi
if [ -z "${LEIAN_SHARED:-}" ] && [ -d "$root/../shared/data" ]; then
    LEIAN_SHARED=$(cd "$root/../shared" && pwd)
    export LEIAN_SHARED
fi
[ -n "${LEIAN_SHARED:-}" ] || missing+=("../shared/data, for tests on real texts")

status=0
if [ $# -eq 0 ]; then
    say "documentation tests"
    cargo test --workspace --doc --locked --quiet || status=1
fi
say "tests"
output=$CARGO_TARGET_DIR/nextest/all/junit.xml
rm -f "$output"
cargo nextest run --profile all --workspace --locked "$@" || status=1

say "left out"
{
    for item in "${missing[@]+"${missing[@]}"}"; do printf '  %s\n' "$item"; done
    grep -oh 'skipped: [^<]*' "$output" 2>/dev/null | sort | uniq -c | sort -rn || true
} >&2
exit "$status"
