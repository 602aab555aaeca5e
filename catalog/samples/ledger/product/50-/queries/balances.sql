-- The balance of each account.
SELECT account.code AS account, account.name AS name, coalesce(sum(posting.cents), 0) AS cents
FROM account LEFT JOIN posting ON posting.account = account.id
GROUP BY account.id ORDER BY account.code;
