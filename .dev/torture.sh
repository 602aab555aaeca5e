# shellcheck shell=bash
run_torture() {
    if wants_help "$@"; then
        cat <<'TEXT'
Usage: ./dev torture [--kills N] [--minutes N] [--seed N] [--again]
       ./dev torture --syncs [--minutes N] [--again]

Kills `cairn run` and `cairn resume` with SIGKILL at random instants on small demo sites, from 3.2.1 to the newest release,
also while they recover, and goes on. Afterwards each site must be done: page down, one release serving, every row, attachment
and balance equal to a run that nobody killed. Prints the kills by state; exit code 1 on a violation.
  --kills N      until N kills are done (100)
  --minutes N    at most about N minutes; the same command goes on later where this one stopped
  --seed N       other instants (1)
  --syncs        kills the runner instead of each of its fsync and fdatasync calls (by strace), on a small site, with
                 either kind of maintenance page; every third recovery is killed again
  --again        forget what was done before with this seed, or of the syncs
TEXT
        return
    fi
    local kills=100 minutes=0 seed=1 again=no syncs=no
    while [ $# -gt 0 ]; do
        case "$1" in
            --kills | --minutes | --seed)
                [[ ${2:-} =~ ^[0-9]+$ ]] || fail "./dev torture: $1 wants a number."
                case "$1" in
                    --kills) kills=$2 ;;
                    --minutes) minutes=$2 ;;
                    --seed) seed=$2 ;;
                esac
                shift
                ;;
            --again) again=yes ;;
            --syncs) syncs=yes ;;
            *) fail "./dev torture: there is no option '$1'. See ./dev torture --help" ;;
        esac
        shift
    done
    need_build
    # Without sanitizers: what is killed at a random instant must be as fast as what people run.
    build dev cairn cairn-page ledger-server runner-torture crash-runner mini-service sync-torture >build-torture.log 2>&1 || {
        cat build-torture.log >&2
        rm -f build-torture.log
        fail "The build failed."
    }
    rm -f build-torture.log
    local folder=build/torture
    mkdir -p "$folder"
    if [ "$syncs" = yes ]; then
        [ "$again" = no ] || rm -f "$folder/syncs"
        CAIRN_BUILD_DIR=$PWD/build/dev CAIRN_SOURCE_DIR=$PWD build/dev/tests/installers/sync-torture "$minutes" \
            "$folder/syncs"
        return
    fi
    [ "$again" = no ] || rm -f "$folder/seed-$seed"
    CAIRN_BUILD_DIR=$PWD/build/dev CAIRN_SOURCE_DIR=$PWD build/dev/tests/installers/runner-torture \
        build/dev/app/cairn "$seed" "$kills" "$minutes" "$folder/seed-$seed"
}
