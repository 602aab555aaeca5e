SELECT entry.id, replace(entry.booked_on, '-', ''), coalesce(total.cents, 0)
FROM entry LEFT JOIN (
    SELECT entry, sum(CASE WHEN cents > 0 THEN cents ELSE 0 END) AS cents FROM posting GROUP BY entry
) AS total ON total.entry = entry.id ORDER BY entry.id;
SELECT 'rows', count(*) FROM entry;
