# shellcheck shell=bash

# shoot NAME LINES COMMAND…: what a terminal of 100 columns shows of the command, as docs/images/NAME.png.
shoot() {
    local name=$1 lines=$2 display=:97 server
    shift 2
    Xvfb "$display" -screen 0 1200x1400x24 -nolisten tcp >/dev/null 2>&1 &
    server=$!
    local tries=0
    until xset -display "$display" q >/dev/null 2>&1 || [ $((tries += 1)) -gt 100 ]; do sleep 0.1; done
    DISPLAY=$display xterm -title cairn -fa 'DejaVu Sans Mono' -fs 10 -geometry "100x$lines+0+0" -b 12 -bw 0 +sb \
        -bg '#fbfbfa' -fg '#24292f' -e bash -c '"$@"; tput civis; sleep 30' shoot "$@" &
    local terminal=$!
    sleep 2.5
    DISPLAY=$display import -window "$(DISPLAY=$display xdotool search --name '^cairn$' | tail -n 1)" "docs/images/$name.png"
    kill "$terminal" "$server" 2>/dev/null || true
    wait "$terminal" "$server" 2>/dev/null || true
    echo "docs/images/$name.png"
}

run_screenshots() {
    if wants_help "$@"; then
        cat <<'TEXT'
Usage: ./dev screenshots

Takes the pictures of docs/images anew, in a terminal on a display of its own (Xvfb).
TEXT
        return
    fi
    need_build
    # shellcheck disable=SC2086
    need $packages_screenshots
    build dev cairn >/dev/null
    mkdir -p docs/images
    shoot plan 48 bash -c \
        'PATH=build/dev/app:$PATH; echo "$ cairn plan --catalog catalog/samples/ledger --from 3.2.1"; cairn plan --catalog catalog/samples/ledger --from 3.2.1 2>/dev/null | head -n 46'
}
