-- One page of the journal, newest first.
SELECT entry.id AS id, entry.day AS date, entry.memo AS text,
    (SELECT count(*) FROM posting WHERE posting.entry = entry.id) AS postings
FROM entry ORDER BY entry.id DESC LIMIT :limit OFFSET :offset;
