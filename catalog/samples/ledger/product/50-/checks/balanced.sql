SELECT 'entry that does not balance: ' || entry FROM posting GROUP BY entry HAVING sum(cents) IS DISTINCT FROM 0 LIMIT 1;
