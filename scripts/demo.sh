#!/usr/bin/env bash
# From nothing to a running leian: fetches model and statutes, builds, imports the
# sample library and the statutes, serves, and prints the address.
#   --no-serve   stop before serving
#   --no-embed   import texts without vectors (search by words only)
# LEIAN_LISTEN (127.0.0.1:8080) and LEIAN_LIBRARY (var/library) may be set.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

serve=1
import=()
for option in "$@"; do
    case $option in
    --no-serve) serve= ;;
    --no-embed) import+=(--no-embed) ;;
    -h | --help)
        sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit
        ;;
    *) fail "unknown option $option; --help lists the options" ;;
    esac
done

need_rust
cd "$root"
say "building"
cargo build --quiet --release -p leian-server --bin leian
"$root/scripts/fetch_model.sh"
"$root/scripts/fetch_statutes.sh"
export LEIAN_LIBRARY=${LEIAN_LIBRARY:-$var/library}
export LEIAN_MODEL=${LEIAN_MODEL:-$var/models/multilingual-e5-small}
leian=$CARGO_TARGET_DIR/release/leian
say "importing the sample library and the statutes"
"$leian" import "${import[@]}" corpus/library "$var/downloads/laws.db"
[ -n "$serve" ] || exit 0
exec "$leian" serve --listen "${LEIAN_LISTEN:-127.0.0.1:8080}"
