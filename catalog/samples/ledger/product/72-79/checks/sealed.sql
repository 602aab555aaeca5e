SELECT 'entry without a seal: ' || id FROM entry WHERE id NOT IN (SELECT entry FROM seal) LIMIT 1;
