#!/usr/bin/env bash
# From nothing to a running leian: builds, fetches model and statutes, imports the
# sample library and the statutes, serves, and prints the address.
#   --no-serve   stop before serving, when everything is imported
#   --no-embed   import texts without vectors (search by words only)
# LEIAN_PORT (8080), LEIAN_LIBRARY (var/library), LEIAN_EMBEDDINGS, LEIAN_MODEL,
# LEIAN_VAR (var) and CARGO_TARGET_DIR may be set. A second run takes seconds.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

serve=1
embed=1
for option in "$@"; do
    case $option in
    --no-serve) serve= ;;
    --no-embed) embed= ;;
    -h | --help)
        sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit
        ;;
    *) fail "unknown option $option; --help lists the options" ;;
    esac
done

need_rust
say "building (some minutes the first time)"
(cd "$root" && cargo build --quiet --release --locked -p leian-server --bin leian)
export LEIAN_BIN=$CARGO_TARGET_DIR/release/leian
export LEIAN_LIBRARY=${LEIAN_LIBRARY:-$var/library}
if [ -z "${LEIAN_MODEL:-}" ]; then
    bash "$root/scripts/fetch_model.sh"
    export LEIAN_MODEL=$var/models/multilingual-e5-small
fi
bash "$root/scripts/fetch_statutes.sh"

# Words first: from here on everything can be found by words.
say "importing the sample library and the statutes"
"$LEIAN_BIN" import --no-embed "$root/corpus/library" "$var/downloads/laws.db"

listen=127.0.0.1:${LEIAN_PORT:-8080}
if [ -z "$serve" ]; then
    [ -z "$embed" ] || "$LEIAN_BIN" embed
    say "ready; to serve: $LEIAN_BIN serve --listen $listen --library $LEIAN_LIBRARY --model $LEIAN_MODEL"
    exit
fi
if [ -n "$embed" ]; then
    # Beside the server, which shows how much of the library the vectors cover.
    # What is embedded when the server is stopped is kept for the next run.
    "$LEIAN_BIN" embed >"$var/embed.log" 2>&1 &
    embedding=$!
    trap 'kill "$embedding" 2>/dev/null || true' EXIT
    say "vectors are made in the background; to watch: tail -f $var/embed.log"
fi
"$LEIAN_BIN" serve --listen "$listen"
