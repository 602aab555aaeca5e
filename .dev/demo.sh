# shellcheck shell=bash

# demo_balances CAIRN SITE: the sum of every account, in the schema of whatever release is installed.
demo_watch_page() {
    # Waits until the public port answers 503, then shows what a visitor gets.
    local url=$1 until=$((SECONDS + 300)) head
    while [ $SECONDS -lt $until ]; do
        if head=$(curl -s -o build/demo-page.html -D - --max-time 2 "$url" 2>/dev/null) && [[ $head == *" 503"* ]]; then
            printf '%s' "$head" | tr -d '\r' | grep -iE '^(HTTP|Retry-After|Content-Type)' >build/demo-page.txt
            return 0
        fi
        sleep 0.05
    done
    return 1
}
