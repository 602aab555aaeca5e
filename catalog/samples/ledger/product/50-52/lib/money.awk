# Reads rows of posting, notation and amount; writes the transaction that sets the cents.
#   no  1 234,50   -1 234,50    1 234      de  1.234,50   1.234,50-   1.234
#   en  1,234.50   (1,234.50)   1,234      ch  1'234.50   -1'234.50   1'234.-
BEGIN {
    FS = "\t"
    decimal["no"] = ","; decimal["de"] = ","; decimal["en"] = "."; decimal["ch"] = "."
}
$1 == "rows" { expected = $2; complete = 1; next }
{
    rows++
    amount = $3
    sign = ""
    if (amount ~ /^[-(]/ || ($2 == "de" && amount ~ /-$/))
        sign = "-"
    point = index(amount, decimal[$2])
    whole = point ? substr(amount, 1, point - 1) : amount
    part = point ? substr(amount, point + 1) : ""
    gsub(/[^0-9]/, "", whole)
    gsub(/[^0-9]/, "", part)
    if (part == "")
        part = "00"
    if (!($2 in decimal) || whole == "" || length(part) != 2) {
        print "convert-money: posting " $1 ": cannot read " amount | "cat >&2"
        failed = 1
        exit 1
    }
    cents = whole part
    sub(/^0+/, "", cents)
    ids[rows] = $1
    values[rows] = cents == "" ? "0" : sign cents
}
END {
    if (failed)
        exit 1
    if (!complete || rows != expected) {
        print "convert-money: read " rows + 0 " of " expected + 0 " amounts" | "cat >&2"
        exit 1
    }
    print "BEGIN IMMEDIATE;"
    print "CREATE TEMP TABLE amount (posting INTEGER PRIMARY KEY, cents INTEGER NOT NULL);"
    for (i = 1; i <= rows; i++) {
        if (i % 500 == 1)
            printf "%sINSERT INTO amount VALUES", (i > 1 ? ";\n" : "")
        printf "%s(%s,%s)", i % 500 == 1 ? "" : ",", ids[i], values[i]
    }
    if (rows)
        print ";"
    print "UPDATE posting SET cents = (SELECT cents FROM amount WHERE amount.posting = posting.id);"
    print "INSERT INTO conversion (id, rows, finished) VALUES ('money', " rows + 0 ", datetime('now'));"
    print "COMMIT;"
}
