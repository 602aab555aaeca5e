# Reads rows of entry, day and total in cents, in the journal's order; writes the transaction that seals them.
# seal(n) = (((seal(n-1) * 31 + entry) mod p * 31 + day) mod p * 31 + total) mod p with p = 2^31 - 1, from seal 0.
function mod(x) { return x - int(x / 2147483647) * 2147483647 }
BEGIN { FS = "\t" }
$1 == "rows" { expected = $2; complete = 1; next }
{
    rows++
    seal = mod(mod(mod(seal * 31 + $1) * 31 + $2) * 31 + $3)
    ids[rows] = $1
    seals[rows] = seal
}
END {
    if (!complete || rows != expected) {
        print "convert-seal: read " rows + 0 " of " expected + 0 " entries" | "cat >&2"
        exit 1
    }
    print "BEGIN IMMEDIATE;"
    for (i = 1; i <= rows; i++) {
        if (i % 500 == 1)
            printf "%sINSERT INTO seal (entry, value) VALUES", (i > 1 ? ";\n" : "")
        printf "%s(%s,%.0f)", i % 500 == 1 ? "" : ",", ids[i], seals[i]
    }
    if (rows)
        print ";"
    print "INSERT INTO conversion (id, rows, finished) VALUES ('seal', " rows + 0 ", datetime('now'));"
    print "COMMIT;"
}
