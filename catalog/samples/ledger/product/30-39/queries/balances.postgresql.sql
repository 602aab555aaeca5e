-- The balance of each account. Amounts are texts in the notation of the entry's office.
SELECT account.number AS account, account.name AS name, coalesce(sum(
        CASE office.notation
            WHEN 'de' THEN CASE WHEN strpos(posting.amount, ',') > 0 THEN 1 ELSE 100 END
            WHEN 'en' THEN CASE WHEN strpos(posting.amount, '.') > 0 THEN 1 ELSE 100 END
            WHEN 'ch' THEN CASE WHEN posting.amount LIKE '%.-' THEN 100 ELSE 1 END
            ELSE CASE WHEN strpos(posting.amount, ',') > 0 THEN 1 ELSE 100 END
        END
        * CASE WHEN substr(posting.amount, 1, 1) IN ('-', '(') OR office.notation = 'de' AND posting.amount LIKE '%-'
            THEN -1 ELSE 1 END
        * CAST(replace(replace(replace(replace(replace(replace(replace(posting.amount,
            ' ', ''), '.', ''), ',', ''), '''', ''), '(', ''), ')', ''), '-', '') AS BIGINT)), 0) AS cents
FROM account
LEFT JOIN posting ON posting.account = account.id
LEFT JOIN entry ON entry.id = posting.entry
LEFT JOIN office ON office.id = entry.office
GROUP BY account.id ORDER BY account.number;
