# shellcheck shell=bash
run_torture() {
    if wants_help "$@"; then
        cat <<'TEXT'
Usage: ./dev torture [--kind sqlite|postgresql|demo|power] [--kills N] [--minutes N] [--seed N] [--again]

Kills upgrades of several hops with SIGKILL and goes on, on small sites, one for each kill, while a client writes through the
service: before and after each INTENT and RESULT and in the middle of acts, instead of each fsync and fdatasync of the
runner (by strace), and at random instants, also while they recover, with backups of either kind, and with a last hop that
fails. Afterwards each site must be as after a run that nobody killed: every row, file and index, one release serving, page
down; no acknowledged write lost, none acknowledged while the page was up, never two at work. Prints the kills by state;
exit code 1 on a violation. The same command goes on later where this one stopped.
  --kind K       only the small product on SQLite or PostgreSQL, or the demo product from 3.2.1 to the newest release,
                 killed at random instants; or, in place of kills, power cuts: the writes of runs on SQLite are recorded,
                 and runs go on from disks that lost what nothing had flushed, wholly or in part, names too
  --kills N      until N kills are done in all (1000: 550 on SQLite, 300 on PostgreSQL, 150 of the demo product); power
                 cuts are as many more
  --minutes N    at most about N minutes
  --seed N       other random instants of the demo product (1)
  --again        forget what was done before
TEXT
        return
    fi
    local kills=1000 minutes=0 seed=1 again=no kind=all
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
            --kind)
                [[ ${2:-} =~ ^(sqlite|postgresql|demo|power)$ ]] || fail "./dev torture: --kind wants sqlite, postgresql, demo or power."
                kind=$2
                shift
                ;;
            --again) again=yes ;;
            *) fail "./dev torture: there is no option '$1'. See ./dev torture --help" ;;
        esac
        shift
    done
    need_test
    # Without sanitizers: what is killed at a random instant must be as fast as what people run.
    build dev cairn cairn-page ledger-server runner-torture crash-runner mini-service site-torture \
        test_power_cut >build-torture.log 2>&1 || {
        cat build-torture.log >&2
        rm -f build-torture.log
        fail "The build failed."
    }
    rm -f build-torture.log
    local folder=build/torture status=0 each=$minutes one
    local -A share=([sqlite]=55 [postgresql]=30 [demo]=15 [power]=100)
    mkdir -p "$folder"
    [ "$again" = no ] || rm -f "$folder"/*
    export CAIRN_BUILD_DIR=$PWD/build/dev CAIRN_SOURCE_DIR=$PWD
    [ "$kind" != all ] || [ "$minutes" = 0 ] || each=$(((minutes + 2) / 3))
    for one in sqlite postgresql demo power; do
        local wanted=$kills
        [ "$kind" = all ] || [ "$kind" = "$one" ] || continue
        [ "$kind" != all ] || wanted=$((kills * ${share[$one]} / 100))
        say "$one"
        if [ "$one" = power ]; then
            CAIRN_POWER_CUTS=$(((wanted + 3) / 4)) build/dev/tests/installers/test_power_cut -silent || status=1
        elif [ "$one" = demo ]; then
            build/dev/tests/installers/runner-torture build/dev/app/cairn "$seed" "$wanted" "$each" "$folder/demo-$seed" ||
                status=1
        else
            build/dev/tests/installers/site-torture "$one" "$wanted" "$each" "$folder/$one" || status=1
        fi
    done
    return "$status"
}
