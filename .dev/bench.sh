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
    build release cairn cairn-page cairn_bench bare_program copy_csv runner-step hop-bench >build-release-bench.log 2>&1 || {
        cat build-release-bench.log >&2
        rm -f build-release-bench.log
        fail "The build failed."
    }
    rm -f build-release-bench.log
    local code=0
    build/release/tests/bench/cairn_bench build/release || code=$?
    CAIRN_BUILD_DIR=$PWD/build/release CAIRN_SOURCE_DIR=$PWD build/release/tests/installers/runner-step || code=$?
    CAIRN_BUILD_DIR=$PWD/build/release CAIRN_SOURCE_DIR=$PWD build/release/tests/installers/hop-bench || code=$?
    return $code
}
