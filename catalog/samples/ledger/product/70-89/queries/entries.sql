-- One page of the journal, newest first.
SELECT entry.id AS id, entry.booked_on AS date, entry.memo AS text,
    (SELECT count(*) FROM posting WHERE posting.entry = entry.id) AS postings
FROM entry ORDER BY entry.id DESC LIMIT :limit OFFSET :offset;
