#!/usr/bin/env bash
# Bulk embedding, leian and onnxruntime in turn, and the median of the ratios.
#   benches/peers/compare_embedding.sh [RUNS [TEXTS]]
# RUNS is 5. TEXTS has a text a line; without it, 400 articles are drawn from
# LEIAN_SHARED/data/laws (../shared). MODEL (multilingual-e5-small) names a model of
# scripts/fetch_model.sh. Wants a machine that does nothing else.
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

runs=${1:-5}
texts=${2:-$var/peers/texts.jsonl}
model=${MODEL:-multilingual-e5-small}
peer=$root/benches/peers/embedding_onnxruntime.py
python=$var/peers/venv/bin/python

need_rust
need python3 python3
mkdir -p "$var/peers"
if ! [ -x "$python" ] || ! "$python" -c 'import onnx, onnxruntime, safetensors, tokenizers' 2>/dev/null; then
    say "installing onnxruntime"
    python3 -c 'import ensurepip' 2>/dev/null || install python3-venv || fail "python3-venv is missing"
    python3 -m venv "$var/peers/venv"
    "$python" -m pip install --quiet numpy tokenizers safetensors onnx onnxruntime
fi
if [ ! -f "$texts" ]; then
    laws=${LEIAN_SHARED:-$root/../shared}/data/laws
    [ -d "$laws" ] || fail "no texts: name a file, or a folder with data/laws in LEIAN_SHARED"
    python3 "$peer" "$texts" --laws "$laws"
fi
bash "$root/scripts/fetch_model.sh" "$model"
say "building"
(cd "$root" && cargo build --quiet --release --locked -p leian-models --example throughput)

# The last rate and processor time that a program printed.
rate() { grep -o '[0-9.]* a second' | tail -n 1 | cut -d ' ' -f 1; }
processor() { grep -o '[0-9.]* s of processor' | tail -n 1 | cut -d ' ' -f 1; }
ratio() { awk "BEGIN { printf \"%.3f\", $1 / $2 }"; }
median() {
    printf '%s\n' "$@" | sort -n | awk '
        { value[NR] = $1 }
        END { printf "%.2f", (value[int((NR + 1) / 2)] + value[int((NR + 2) / 2)]) / 2 }'
}

ratios=()
by_processor=()
for run in $(seq "$runs"); do
    ours=$("$CARGO_TARGET_DIR/release/examples/throughput" "$var/models/$model" "$texts")
    theirs=$("$python" "$peer" "$texts" "$var/models/$model")
    [ "$run" -gt 1 ] || printf '%s\n%s\n' "$ours" "$theirs"
    our_rate=$(rate <<<"$ours") their_rate=$(rate <<<"$theirs")
    ratios+=("$(ratio "$our_rate" "$their_rate")")
    by_processor+=("$(ratio "$(processor <<<"$theirs")" "$(processor <<<"$ours")")")
    printf 'run %s: leian %s, onnxruntime %s texts a second, ratio %s (%s by processor time)\n' \
        "$run" "$our_rate" "$their_rate" "${ratios[-1]}" "${by_processor[-1]}"
done
printf 'median ratio %s, by processor time %s\n' "$(median "${ratios[@]}")" "$(median "${by_processor[@]}")"
