-- The postings of one entry.
SELECT posting.id AS id, account.name AS account, posting.cents AS amount
FROM posting JOIN account ON account.id = posting.account WHERE posting.entry = :id ORDER BY posting.id;
