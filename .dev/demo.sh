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
Usage: ./dev demo [--postgresql] [--keep] [DIR]

Sets up, builds, makes a site of the demo product Ledger on release 3.2.1 of 2011 in DIR, prints the plan to the newest
release, carries it out with progress, shows the maintenance page that visitors get meanwhile, and ends with a report and
a business check: every account has the balance that it had before. It can be run again at once.
  --postgresql  the site runs on a PostgreSQL server of its own, with nginx in front; both are started in DIR, on
                loopback, as an ordinary user, and stopped at the end
  --keep        leave the upgraded site running at the end
DIR is build/demo, with --postgresql build/demo-postgresql, as root /var/tmp/cairn-demo-postgresql: PostgreSQL does not run
as root, and the account that it gets then has to reach the folder.
TEXT
        return
    fi
    local keep=no kind=() folder='' word
    for word in "$@"; do
        case "$word" in
            --keep) keep=yes ;;
            --postgresql) kind=(--postgresql) ;;
            -*) fail "./dev demo: there is no option '$word'. See ./dev demo --help" ;;
            *) folder=$word ;;
        esac
    done
    if [ -z "$folder" ]; then
        folder=build/demo
        if [ ${#kind[@]} -gt 0 ]; then
            folder=build/demo-postgresql
            [ "$(id -u)" -ne 0 ] || folder=/var/tmp/cairn-demo-postgresql
        fi
    fi
    need_build
    # shellcheck disable=SC2086
    [ ${#kind[@]} -eq 0 ] || need_servers $packages_servers
    say "Building"
    build dev cairn cairn-page ledger-server
    demo_cairn=$PWD/build/dev/app/cairn demo_folder=$folder
    local cairn=$demo_cairn catalog=catalog/samples/ledger site=$folder/site.yaml
    local notes
    notes=$(mktemp -d)

    say "cairn demo $folder ${kind[*]}"
    "$cairn" demo "$folder" "${kind[@]}" | tee "$notes/made"
    # Whatever happens from here on, nothing is left running that was not asked for.
    [ "$keep" = yes ] || trap '"$demo_cairn" demo "$demo_folder" --stop' EXIT
    local url
    url=$(sed -n 's,^ *Service *\(http://[^/]*\)/$,\1,p' "$notes/made")
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
    tr -d '\r' <"$notes/page.head" | grep -iE '^(HTTP|Server|Retry-After|Content-Type|Content-Language)'
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
    rm -rf "$notes"
    [ "$keep" = no ] || echo "The site goes on at $url/; stop it with: $cairn demo $folder --stop"
}
