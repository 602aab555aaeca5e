# shellcheck shell=bash
run_test() {
    if wants_help "$@"; then
        cat <<'TEXT'
Usage: ./dev test [--long] [--dev] [PATTERN]

Sets up, builds with AddressSanitizer and UndefinedBehaviorSanitizer and runs all tests.
  --long     more random catalogs and kills; takes much longer
  --dev      without sanitizers: faster to build, good while working
  PATTERN    only tests whose name matches this regular expression
TEXT
        return
    fi
    local preset=asan pattern=() word
    for word in "$@"; do
        case "$word" in
            --long) export CAIRN_TEST_LONG=1 ;;
            --dev) preset=dev ;;
            -*) fail "./dev test: there is no option '$word'. See ./dev test --help" ;;
            *) pattern=(-R "$word") ;;
        esac
    done
    need_test
    local began=$SECONDS
    say "Building (preset $preset)"
    build "$preset"
    echo "built in $((SECONDS - began)) s"
    began=$SECONDS
    say "Testing"
    export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_stack_use_after_return=1:strict_string_checks=1}"
    export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
    ctest --test-dir "build/$preset" --output-on-failure -j "$jobs" --no-tests=error "${pattern[@]}"
    echo "tested in $((SECONDS - began)) s"
}
