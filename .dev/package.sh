# shellcheck shell=bash
run_package() {
    if wants_help "$@"; then
        cat <<'TEXT'
Usage: ./dev package [--verify]

Builds the preset `release` and from it the Debian package of the command line, in build/release. Two builds of the same
commit give the same bytes.
  --verify   also: lintian has nothing to say; the package made a second time has the same bytes; and in a Debian 12 that
             debootstrap makes in a temporary folder, it installs with what it depends on, plans from a read-only catalog, and
             its manual page and its gate are there. Needs root and Debian's archive; takes some minutes.
TEXT
        return
    fi
    local verify=no word
    for word in "$@"; do
        case "$word" in
            --verify) verify=yes ;;
            *) fail "./dev package: there is no option '$word'. See ./dev package --help" ;;
        esac
    done
    need_build
    # shellcheck disable=SC2086
    need $packages_package
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
    export SOURCE_DATE_EPOCH
    umask 022
    build release cairn cairn-site cairn-sql cairn-page ledger-server papers
    package_once
    local deb
    deb=$(echo build/release/*.deb)
    say "$deb"
    dpkg-deb -I "$deb" | sed -n 's/^ \(Package\|Version\|Installed-Size\|Depends\):/\1:/p'
    du -h "$deb" | cut -f1
    sha256sum "$deb"
    [ "$verify" = no ] || verify_package "$deb"
}

package_once() {
    rm -f build/release/*.deb
    (cd build/release && cpack -G DEB >cpack.log 2>&1) || {
        cat build/release/cpack.log >&2
        fail "CPack could not build the package."
    }
}

verify_package() {
    local deb=$1 before root
    [ "$(id -u)" -eq 0 ] || fail "./dev package --verify makes a Debian of its own, which needs root."
    need debootstrap

    say "lintian"
    lintian --allow-root --fail-on error,warning "$deb" ||
        fail "lintian has something to say."
    echo "clean"

    say "The same bytes again"
    before=$(sha256sum <"$deb")
    package_once
    [ "$before" = "$(sha256sum <"$deb")" ] || fail "The package made a second time has other bytes."
    echo "$before"

    say "A Debian 12 of its own"
    root=$(mktemp -d /var/tmp/cairn-package-XXXXXX)
    # shellcheck disable=SC2064
    trap "umount '$root/proc' 2>/dev/null; rm -rf --one-file-system '$root'" EXIT
    debootstrap --variant=minbase bookworm "$root" >"$root.log" 2>&1 || {
        tail "$root.log" >&2
        fail "debootstrap could not make a Debian 12."
    }
    rm -f "$root.log"
    mount -t proc proc "$root/proc"
    cp "$deb" "$root/cairn.deb"
    printf 'path-include=/usr/share/man/*\n' >"$root/etc/dpkg/dpkg.cfg.d/man"
    in_root() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
    echo "packages that come with it: $(in_root apt-get install -s --no-install-recommends /cairn.deb | grep -c '^Inst')"
    in_root apt-get install -y -qq --no-install-recommends /cairn.deb man-db >"$root/install.log" 2>&1 || {
        tail "$root/install.log" >&2
        fail "The package does not install."
    }
    in_root cairn --plan-only --catalog ledger --from 8.4.2 --to 9.1.0 | sed -n 1p
    in_root cairn catalog check gitlab | tail -1
    in_root man cairn | sed -n '/^NAME/,/^SYNOPSIS/p'
    in_root sh /usr/share/cairn/gates/cairn-gate --catalog /usr/share/cairn/samples/ledger from 6.2.0 to 9.1.0 2>&1 | tail -1
    in_root bash -c 'source /usr/share/bash-completion/completions/cairn; COMP_WORDS=(cairn catalog ver); COMP_CWORD=2; _cairn
        test "${COMPREPLY[*]}" = verify' || fail "bash does not complete."
    in_root dpkg --purge cairn >/dev/null && echo "removed"
    umount "$root/proc"
    rm -rf --one-file-system "$root"
    trap - EXIT
}
