# shellcheck shell=bash
run_package() {
    if wants_help "$@"; then
        cat <<'TEXT'
Usage: ./dev package

Builds the preset `release` and from it the Debian package of the command line, in build/release. Two builds of the same
commit give the same bytes.
TEXT
        return
    fi
    need_build
    # shellcheck disable=SC2086
    need $packages_package
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
    export SOURCE_DATE_EPOCH
    umask 022
    build release cairn cairn-site cairn-sql cairn-page ledger-server
    rm -f build/release/*.deb
    (cd build/release && cpack -G DEB >cpack.log 2>&1) || {
        cat build/release/cpack.log >&2
        fail "CPack could not build the package."
    }
    local deb
    for deb in build/release/*.deb; do
        say "$deb"
        dpkg-deb -I "$deb" | sed -n 's/^ \(Package\|Version\|Installed-Size\|Depends\):/\1:/p'
        du -h "$deb" | cut -f1
        sha256sum "$deb"
    done
}
