# shellcheck shell=bash
run_build() {
    if wants_help "$@"; then
        echo "Usage: ./dev build [PRESET]    sets up and builds; presets: dev (default), asan, release"
        return
    fi
    need_build
    build "${1:-dev}"
}
