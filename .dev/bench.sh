# shellcheck shell=bash
run_bench() {
    if wants_help "$@"; then
        cat <<'TEXT'
Usage: ./dev bench

Builds the preset `release` and prints what has a budget: measured, baseline of the same run, ratio, budget.
TEXT
        return
    fi
    need_build
    build release cairn cairn_bench bare_program >build-release-bench.log 2>&1 || {
        cat build-release-bench.log >&2
        rm -f build-release-bench.log
        fail "The build failed."
    }
    rm -f build-release-bench.log
    build/release/tests/bench/cairn_bench build/release
}
