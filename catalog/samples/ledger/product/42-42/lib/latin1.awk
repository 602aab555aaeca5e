# Reads rows of table, column, id and hexadecimal Latin-1; writes the transaction that makes them UTF-8.
# A byte below 80 stays; 80 to BF become C2 and the byte; C0 to FF become C3 and the byte less 40.
BEGIN {
    FS = "\t"
    digits = "0123456789ABCDEF"
    for (high = 8; high < 16; high++)
        for (low = 0; low < 16; low++) {
            byte = substr(digits, high + 1, 1) substr(digits, low + 1, 1)
            utf8[byte] = high < 12 ? "C2" byte : "C3" substr(digits, high - 3, 1) substr(digits, low + 1, 1)
        }
}
$1 == "rows" { expected = $2; complete = 1; next }
{
    rows++
    if ($4 ~ /^([0-7].)*$/)
        next
    text = ""
    for (i = 1; i < length($4); i += 2) {
        byte = substr($4, i, 2)
        text = text (byte in utf8 ? utf8[byte] : byte)
    }
    updates[++count] = "UPDATE " $1 " SET " $2 " = CAST(x'" text "' AS TEXT) WHERE id = " $3 ";"
}
END {
    if (!complete || rows != expected) {
        print "convert-utf8: read " rows + 0 " of " expected + 0 " rows" | "cat >&2"
        exit 1
    }
    print "BEGIN IMMEDIATE;"
    for (i = 1; i <= count; i++)
        print updates[i]
    print "UPDATE account SET encoding = 'utf-8';"
    print "INSERT INTO conversion (id, rows, finished) VALUES ('utf8', " count + 0 ", datetime('now'));"
    print "COMMIT;"
}
