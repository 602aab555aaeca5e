SELECT posting.id, office.notation, posting.amount
FROM posting JOIN entry ON entry.id = posting.entry JOIN office ON office.id = entry.office ORDER BY posting.id;
SELECT 'rows', count(*) FROM posting;
