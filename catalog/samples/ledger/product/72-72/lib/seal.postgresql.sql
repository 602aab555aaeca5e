-- What bin/convert-seal does on PostgreSQL.
-- seal(n) = (((seal(n-1) * 31 + entry) mod p * 31 + day) mod p * 31 + total) mod p with p = 2^31 - 1, from seal 0.
BEGIN;
LOCK TABLE entry, posting IN SHARE ROW EXCLUSIVE MODE;
DO $$
DECLARE
    p CONSTANT BIGINT := 2147483647;
    before BIGINT := 0;
    booked RECORD;
BEGIN
    FOR booked IN
        SELECT entry.id, CAST(replace(entry.booked_on, '-', '') AS BIGINT) AS day, coalesce(total.cents, 0) AS cents
        FROM entry LEFT JOIN (
            SELECT entry, CAST(sum(CASE WHEN cents > 0 THEN cents ELSE 0 END) AS BIGINT) AS cents
            FROM posting GROUP BY entry
        ) AS total ON total.entry = entry.id ORDER BY entry.id
    LOOP
        before := (((before * 31 + booked.id) % p * 31 + booked.day) % p * 31 + booked.cents) % p;
        INSERT INTO seal (entry, value) VALUES (booked.id, before);
    END LOOP;
END $$;
INSERT INTO conversion (id, rows, finished)
    SELECT 'seal', count(*), to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') FROM entry;
COMMIT;
