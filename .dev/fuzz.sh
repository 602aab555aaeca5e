# shellcheck shell=bash
run_fuzz() {
    if wants_help "$@"; then
        cat <<'TEXT'
Usage: ./dev fuzz [--seconds N] [TARGET…]

Builds the fuzzers with clang, AddressSanitizer and UBSan and runs each for N seconds (default 30). Targets: catalog, csv,
graph, plan, schema, script, signature, site, store, version, window. What was found useful stays in build/fuzz/corpus, so
that later runs go on from there. An input that breaks something is kept in build/fuzz/found, and the command that runs it again is printed;
exit code 1.
TEXT
        return
    fi
    local seconds=30 targets=() every="catalog csv graph plan schema script signature site store version window"
    while [ $# -gt 0 ]; do
        case "$1" in
            --seconds)
                [[ ${2:-} =~ ^[0-9]+$ ]] || fail "./dev fuzz: --seconds wants a number."
                seconds=$2
                shift
                ;;
            *)
                [[ " $every " == *" $1 "* ]] || fail "./dev fuzz: there is no target '$1'. See ./dev fuzz --help"
                targets+=("$1")
                ;;
        esac
        shift
    done
    # shellcheck disable=SC2206
    [ ${#targets[@]} -gt 0 ] || targets=($every)
    need_build
    # shellcheck disable=SC2086
    need $packages_fuzz
    say "Building (preset fuzz)"
    build fuzz "${targets[@]/#/fuzz_}" >build-fuzz-targets.log 2>&1 || {
        cat build-fuzz-targets.log >&2
        rm -f build-fuzz-targets.log
        fail "The build failed."
    }
    rm -f build-fuzz-targets.log
    local target corpus status=0
    mkdir -p build/fuzz/found
    for target in "${targets[@]}"; do
        say "Fuzzing $target for $seconds s"
        corpus=build/fuzz/corpus/$target
        mkdir -p "$corpus"
        build/fuzz/tests/fuzz/fuzz_"$target" "$corpus" tests/fuzz/seeds/"$target" -max_total_time="$seconds" \
            -max_len=8192 -timeout=20 -rss_limit_mb=2048 -artifact_prefix="build/fuzz/found/$target-" \
            -print_final_stats=1 >build/fuzz/"$target".log 2>&1 || {
            status=1
            tail -n 40 build/fuzz/"$target".log
            echo "Run it again: build/fuzz/tests/fuzz/fuzz_$target build/fuzz/found/$target-…"
        }
        sed -n 's/^stat::number_of_executed_units: */inputs tried: /p' build/fuzz/"$target".log
        rm -rf /dev/shm/cairn-fuzz-*
    done
    return $status
}
