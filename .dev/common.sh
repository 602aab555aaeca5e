# What the commands of ./dev share. Sourced, never run.
# shellcheck shell=bash

# Debian 12 packages, one list per purpose.
packages_build="g++ cmake ninja-build pkg-config qt6-base-dev qt6-httpserver-dev qt6-websockets-dev qt6-tools-dev
    qt6-tools-dev-tools qt6-l10n-tools libsqlitecpp-dev libsqlite3-dev libyaml-cpp-dev nlohmann-json3-dev libcli11-dev
    libsodium-dev libarchive-dev libpq-dev libexpected-dev libboost-dev libhowardhinnant-date-dev tzdata libpg-query-dev"
packages_run="sqlite3 curl"
packages_servers="postgresql postgresql-client nginx"
packages_test="$packages_servers strace sudo minisign nsis rpm ansible-core"
packages_lint="clang-format clang-tidy shellcheck"
packages_fuzz="clang"
packages_package="dpkg-dev lintian gzip"
packages_screenshots="xvfb xterm imagemagick xdotool x11-xserver-utils fonts-dejavu-core"

jobs=${CAIRN_JOBS:-$(nproc 2>/dev/null || echo 2)}

say() { printf '\n== %s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# wants_help WORDS…: whether one of them asks for help.
wants_help() {
    local word
    for word in "$@"; do
        case "$word" in -h | --help) return 0 ;; esac
    done
    return 1
}

# need PACKAGES…: installs those that are missing, or says exactly which and how.
need() {
    local package missing=() as_root=()
    command -v dpkg-query >/dev/null || {
        echo "This is not Debian: make sure that you have what these Debian packages contain: $*" >&2
        return 0
    }
    for package in "$@"; do
        case "$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null)" in
            ii*) ;;
            *) missing+=("$package") ;;
        esac
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    say "Installing ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "These packages are missing and there is no sudo. Install them as root, then call again:
  apt-get install --no-install-recommends ${missing[*]}"
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -qq ||
        fail "apt-get update failed. These packages are missing: ${missing[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        >/dev/null || fail "apt-get could not install: ${missing[*]}"
}

# The packages are lists of words on purpose.
# shellcheck disable=SC2086
need_build() { need $packages_build $packages_run; }

# Servers of our own to test against and to show, without those that Debian's packages would make and start: policy-rc.d
# says no to starting, PostgreSQL makes no cluster where there is a configuration that says so, and an nginx that was not
# here before does not come up with the machine.
need_servers() {
    local package policy=/usr/sbin/policy-rc.d cluster=/etc/postgresql-common/createcluster.conf as_root=()
    local some=no web=no ours=no
    command -v dpkg-query >/dev/null || {
        need "$@"
        return
    }
    for package in "$@"; do
        case "$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null)" in
            ii*) ;;
            *)
                some=yes
                [ "$package" != nginx ] || web=yes
                ;;
        esac
    done
    [ "$some" = yes ] || return 0
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    if [ ! -e "$cluster" ]; then
        "${as_root[@]}" mkdir -p "${cluster%/*}"
        printf 'create_main_cluster = false\n' | "${as_root[@]}" tee "$cluster" >/dev/null
    fi
    if [ ! -e "$policy" ]; then
        ours=yes
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
        "${as_root[@]}" chmod +x "$policy"
    fi
    # A subshell, because `need` ends the shell where it fails.
    local status=0
    (need "$@") || status=$?
    [ "$ours" = no ] || "${as_root[@]}" rm -f "$policy"
    if [ "$web" = yes ] && command -v systemctl >/dev/null; then
        "${as_root[@]}" systemctl --quiet disable nginx 2>/dev/null || true
    fi
    return "$status"
}

# shellcheck disable=SC2086
need_test() {
    need_build
    need_servers $packages_test
}

configure() {
    local preset=$1 launcher=()
    command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    cmake --preset "$preset" "${launcher[@]}" >"build-$preset.log" 2>&1 || {
        cat "build-$preset.log" >&2
        rm -f "build-$preset.log"
        fail "CMake could not configure the preset '$preset'."
    }
    rm -f "build-$preset.log"
}

# build PRESET [TARGETS…]: configures once, then builds.
build() {
    local preset=$1
    shift
    configure "$preset"
    if [ $# -gt 0 ]; then
        cmake --build --preset "$preset" -j "$jobs" --target "$@"
    else
        cmake --build --preset "$preset" -j "$jobs"
    fi
}
