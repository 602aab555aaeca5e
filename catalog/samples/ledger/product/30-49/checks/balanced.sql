SELECT 'entry without postings: ' || entry.id FROM entry
WHERE NOT EXISTS (SELECT 1 FROM posting WHERE posting.entry = entry.id) LIMIT 1;
