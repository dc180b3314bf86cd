# shellcheck shell=bash
# Shared by tools/run and tools/test, which source it: installs what is missing, then builds.
# Runs on bash 3.2 (macOS) and uses no option that only GNU tools know.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 4; }

is_command() { command -v "$1" >/dev/null 2>&1; }

is_library() {
    is_command pkg-config || return 1
    case $1 in
        mxml) pkg-config --exists mxml4 || pkg-config --exists mxml ;; # two versions, both will do
        *) pkg-config --exists "$1" ;;
    esac
}

processors() { getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2; }

# One word for each thing that is missing. What is wanted: the names of libraries.
missing_things() {
    is_command cmake || echo cmake
    is_command make || echo make
    is_command "${CC:-cc}" || echo compiler
    is_command pkg-config || echo pkg-config
    for library in "$@"; do
        is_library "$library" || echo "$library"
    done
}

apt_package() {
    case $1 in
        make | compiler) echo build-essential ;;
        yaml-0.1) echo libyaml-dev ;;
        mxml) echo libmxml-dev ;;
        jansson) echo libjansson-dev ;;
        *) echo "$1" ;;
    esac
}

brew_package() {
    case $1 in
        compiler) ;; # comes with the command line tools of Xcode
        pkg-config) echo pkgconf ;;
        yaml-0.1) echo libyaml ;;
        mxml) echo libmxml ;;
        *) echo "$1" ;;
    esac
}

# Runs a command as root, or says that it can't.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif is_command sudo; then
        sudo "$@"
    else
        say "This needs root, and there is no sudo."
        return 1
    fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -q install -y --no-install-recommends "$@"
}

# install_with <installer and its arguments>; shows what it says only if it fails.
install_with() {
    say "Installing what is missing: $*"
    mkdir -p build
    "$@" >build/install.log 2>&1 || cat build/install.log >&2
}

# Installs the packages for whatever is missing. Does nothing, and needs no network, if nothing is.
ensure_installed() {
    missing=$(missing_things "$@" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2046
    if is_command apt-get; then
        install_with apt_install $(for thing in $missing; do apt_package "$thing"; done)
    elif is_command brew; then
        install_with brew install $(for thing in $missing; do brew_package "$thing"; done)
    fi
    missing=$(missing_things "$@" | tr '\n' ' ')
    [ -z "$missing" ] || fail "Missing: $missing

ntsrm needs CMake 3.22, make, a C11 compiler, pkg-config, libyaml, Mini-XML and jansson;
its tests need Check.
  Debian, Ubuntu:  apt-get install cmake build-essential pkg-config libyaml-dev libmxml-dev
                   libjansson-dev check
  Fedora:          dnf install cmake make gcc pkgconf libyaml-devel mxml-devel jansson-devel
                   check-devel
  Arch:            pacman -S cmake make gcc pkgconf libyaml mxml jansson check
  macOS:           xcode-select --install; brew install cmake pkgconf libyaml libmxml
                   jansson check"
}

# apt-get that keeps its state in a folder (a full path): nothing of the system's own changes.
#   private_apt <folder> <argument of apt-get ...>
private_apt() {
    apt_state=$1
    shift
    mkdir -p "$apt_state/state/lists/partial" "$apt_state/cache/archives/partial"
    : >"$apt_state/status"
    apt-get -q -o "Dir::State=$apt_state/state" -o "Dir::State::status=$apt_state/status" \
        -o "Dir::Cache=$apt_state/cache" -o Acquire::Languages=none -o APT::Sandbox::User= \
        -o Acquire::Retries=3 "$@"
}

# Runs a command, and shows what it printed only if it fails.
quietly() {
    log=build/$1.log
    shift
    "$@" >"$log" 2>&1 && return 0
    cat "$log" >&2
    fail "Failed: $* (this was $log)"
}

# build_preset <preset> <target> [argument for cmake ...]
build_preset() {
    preset=$1
    target=$2
    shift 2
    [ -d "build/$preset" ] ||
        say "Building ntsrm in build/$preset, which takes a minute or two the first time"
    mkdir -p build
    quietly "$preset-configure" cmake --preset "$preset" "$@"
    quietly "$preset-build" cmake --build --preset "$preset" --target "$target" \
        --parallel "$(processors)"
}
