# shellcheck shell=bash

# The C++ files that differ from the base: what is not committed, and what has come since the main branch was last fetched; on
# a clean checkout of it, the last commit.
lint_changed() {
    local base
    base=$(git merge-base HEAD origin/main 2>/dev/null || true)
    if [ -z "$base" ] || [ "$base" = "$(git rev-parse HEAD)" ]; then
        base=$(git rev-parse --verify --quiet HEAD~1 || git hash-object -t tree /dev/null)
    fi
    {
        git diff --name-only --diff-filter=d "$base" -- '*.cpp' '*.h'
        git ls-files --others --exclude-standard -- '*.cpp' '*.h'
    } | sort -u
}

run_lint() {
    if wants_help "$@"; then
        cat <<'TEXT'
Usage: ./dev lint [--all] [--fix]

Formatting of all files, clang-tidy on the changed ones, shellcheck on the scripts.
  --all    clang-tidy on every file
  --fix    let clang-format rewrite what it would complain about
TEXT
        return
    fi
    local all=no fix=no word
    for word in "$@"; do
        case "$word" in
            --all) all=yes ;;
            --fix) fix=yes ;;
            *) fail "./dev lint: there is no option '$word'. See ./dev lint --help" ;;
        esac
    done
    # shellcheck disable=SC2086
    need $packages_build $packages_run $packages_lint

    say "clang-format"
    local files
    mapfile -t files < <(git ls-files --cached --others --exclude-standard -- '*.cpp' '*.h')
    if [ "$fix" = yes ]; then
        clang-format -i "${files[@]}"
    fi
    clang-format --dry-run -Werror "${files[@]}"
    echo "${#files[@]} files"

    say "shellcheck"
    shellcheck -x dev .ci/run installers/gates/cairn-gate
    git ls-files -- '*.sh' ':!.dev' | xargs -r shellcheck
    echo "clean"

    say "clang-tidy"
    local sources
    if [ "$all" = yes ]; then
        mapfile -t sources < <(git ls-files -- '*.cpp')
    else
        mapfile -t sources < <(lint_changed | grep '\.cpp$' || true)
    fi
    if [ ${#sources[@]} -eq 0 ]; then
        echo "no changed file"
        return
    fi
    # What moc makes, asked for itself: CMake's targets for it would build the libraries first.
    configure dev
    find build/dev -name AutogenInfo.json -print0 | xargs -0 -P "$jobs" -n 1 sh -c 'cmake -E cmake_autogen "$0" ""' >/dev/null
    # Precompiled headers are the other compiler's: clang-tidy reads the commands without them.
    mkdir -p build/tidy
    sed -e 's/-include [^ ]*cmake_pch\.hxx//g' -e 's/-Winvalid-pch//g' -e 's/-fpch-preprocess//g' \
        build/dev/compile_commands.json >build/tidy/compile_commands.json
    # What goes to stderr is only the count of what was found in other people's headers.
    local status=0
    printf '%s\n' "${sources[@]}" |
        timeout "${CAIRN_LINT_SECONDS:-0}" xargs -P "$jobs" -n 4 clang-tidy --quiet -p build/tidy 2>/dev/null || status=$?
    if [ "$status" -eq 124 ]; then
        echo "Stopped after $CAIRN_LINT_SECONDS seconds; ./dev lint looks at all ${#sources[@]} changed files."
    else
        echo "${#sources[@]} files"
        return "$status"
    fi
}
