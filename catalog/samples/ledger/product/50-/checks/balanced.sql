SELECT 'entry that does not balance: ' || entry FROM posting GROUP BY entry HAVING sum(cents) IS NOT 0 LIMIT 1;
