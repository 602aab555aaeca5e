# shellcheck shell=bash
run_chain() {
    if wants_help "$@" || [ $# -eq 0 ]; then
        cat <<'TEXT'
Usage: ./dev chain FOLDER sqlite|postgresql [--kills N] [--seed FILE]

Takes the numbered SQL scripts of the folder as a chain of releases, carries it out at a small site by the real runner, once
whole and then killed at N boundaries (6) and resumed, and compares schema and content each time with what sqlite3 or psql
makes of the same scripts. A PostgreSQL server of its own is started for it. Exit code 1 when something differs or fails.
  --seed FILE    a script that every database begins with: extensions, roles, a customer's data
See docs/how-do-i-try-my-scripts.md.
TEXT
        return
    fi
    need_test
    build dev script-chain ledger-runner mini-service cairn-page >build-chain.log 2>&1 || {
        cat build-chain.log >&2
        rm -f build-chain.log
        fail "The build failed."
    }
    rm -f build-chain.log
    CAIRN_BUILD_DIR=$PWD/build/dev CAIRN_SOURCE_DIR=$PWD build/dev/tests/installers/script-chain "$@"
}
