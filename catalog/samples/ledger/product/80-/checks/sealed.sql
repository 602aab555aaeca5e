WITH total AS (
    SELECT entry, sum(CASE WHEN cents > 0 THEN cents ELSE 0 END) AS cents FROM posting GROUP BY entry
), chain AS (
    SELECT entry.id AS id, entry.seal AS seal, lag(entry.seal, 1, 0) OVER (ORDER BY entry.id) AS before,
        CAST(replace(entry.booked_on, '-', '') AS INTEGER) AS day, coalesce(total.cents, 0) AS cents
    FROM entry LEFT JOIN total ON total.entry = entry.id
)
SELECT 'entry whose seal is broken: ' || id FROM chain
WHERE seal <> ((((before * 31 + id) % 2147483647) * 31 + day) % 2147483647 * 31 + cents) % 2147483647 LIMIT 1;
