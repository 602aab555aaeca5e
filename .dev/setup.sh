# shellcheck shell=bash
run_setup() {
    if wants_help "$@"; then
        echo "Usage: ./dev setup    installs the Debian packages that building, running and checking need"
        return
    fi
    need_test
    # shellcheck disable=SC2086
    need $packages_lint
    echo "Everything is there."
}
