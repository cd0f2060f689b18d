#!/usr/bin/env bash
# Fetches axe-core (MPL-2.0), which tests the pages for readers of every kind:
# var/downloads/axe.min.js. Only unpacked; the program itself does not use it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=4.14.1
target=$var/downloads/axe.min.js
sum=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c
check "$target" "$sum" && exit 0
need npm nodejs npm
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
say "fetching axe-core $version"
(cd "$folder" && npm pack --silent "axe-core@$version" >/dev/null) ||
    fail "cannot fetch axe-core $version; check the connection to the package registry"
tar -xzf "$folder/axe-core-$version.tgz" -C "$folder" package/axe.min.js
check "$folder/package/axe.min.js" "$sum" || fail "axe-core $version is not what it was"
mkdir -p "$(dirname "$target")"
mv "$folder/package/axe.min.js" "$target"
