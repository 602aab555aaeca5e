# shellcheck shell=bash

# The balance of every account as the running service tells it, one account a line: code, amount in cents.
demo_balances() {
    curl -sf --max-time 60 "$1/balances" | tr -d '\n' | sed 's/},/},\n/g' |
        sed -n 's/.*"account": *"\([^"]*\)", *"cents": *\(-*[0-9]*\).*/\1 \2/p' | sort
}

# Waits for the maintenance page on the public port and keeps what a visitor got: the head and the text.
demo_see_page() {
    local url=$1 folder=$2 until=$((SECONDS + 300))
    while [ $SECONDS -lt $until ]; do
        if curl -s -D "$folder/page.head" -o "$folder/page.html" --max-time 2 "$url/" 2>/dev/null &&
            head -n 1 "$folder/page.head" | grep -q ' 503'; then
            touch "$folder/page.seen"
            return 0
        fi
        sleep 0.1
    done
}

run_demo() {
    if wants_help "$@"; then
        cat <<'TEXT'
Usage: ./dev demo [--keep] [DIR]

Sets up, builds, makes a site of the demo product Ledger on release 3.2.1 of 2011 in DIR (default build/demo), prints the
plan to the newest release, carries it out with progress, shows the maintenance page that visitors get meanwhile, and
ends with a report and a business check: every account has the balance that it had before. It can be run again at once.
  --keep    leave the upgraded service running at the end
TEXT
        return
    fi
    local keep=no folder=build/demo word
    for word in "$@"; do
        case "$word" in
            --keep) keep=yes ;;
            -*) fail "./dev demo: there is no option '$word'. See ./dev demo --help" ;;
            *) folder=$word ;;
        esac
    done
    need_build
    say "Building"
    build dev cairn cairn-page ledger-server
    local cairn=$PWD/build/dev/app/cairn catalog=catalog/samples/ledger site=$folder/site.yaml
    local notes
    notes=$(mktemp -d)

    say "cairn demo $folder"
    "$cairn" demo "$folder"
    local port url
    port=$(sed -n 's/^  port: *\([0-9]*\).*/\1/p' "$site" | head -n 1)
    url=http://127.0.0.1:$port
    demo_balances "$url" >"$notes/before"
    [ -s "$notes/before" ] || fail "The service at $url does not tell its balances."

    say "cairn plan --catalog $catalog --site $site"
    "$cairn" plan --catalog "$catalog" --site "$site"
    "$cairn" plan --catalog "$catalog" --site "$site" --format json -o "$folder/plan.json" 2>/dev/null

    say "cairn run --plan $folder/plan.json --site $site --allow-unsigned"
    demo_see_page "$url" "$notes" &
    local watcher=$! code=0
    "$cairn" run --plan "$folder/plan.json" --site "$site" --allow-unsigned || code=$?
    kill "$watcher" 2>/dev/null || true
    wait "$watcher" 2>/dev/null || true
    [ $code -eq 0 ] || fail "cairn run ended with exit code $code."

    say "What a visitor of $url got meanwhile"
    [ -e "$notes/page.seen" ] || fail "The maintenance page was never seen."
    tr -d '\r' <"$notes/page.head" | grep -iE '^(HTTP|Retry-After|Content-Type)'
    sed -e '/<style/,/<\/style>/d' -e 's/<[^>]*>//g' -e 's/^ *//' "$notes/page.html" | grep -v '^$'

    say "cairn report --site $site"
    "$cairn" report --site "$site"

    say "Business check"
    demo_balances "$url" >"$notes/after"
    if ! diff "$notes/before" "$notes/after" >"$notes/difference"; then
        cat "$notes/difference" >&2
        fail "The balances differ."
    fi
    echo "$(wc -l <"$notes/after") accounts have the balances that they had before:"
    head -n 3 "$notes/after" | sed 's/^/  /'
    echo "  …"
    curl -sf --max-time 10 "$url/health" && echo
    if [ "$keep" = yes ]; then
        echo "The service goes on at $url/; stop it with: $folder/releases/current/bin/ledger stop"
    else
        "$folder/releases/current/bin/ledger" stop >/dev/null
    fi
    rm -rf "$notes"
}
