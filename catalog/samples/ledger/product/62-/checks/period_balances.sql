SELECT 'balance of a period that differs from the journal: ' || period_balance.period
FROM period_balance
LEFT JOIN (
    SELECT entry.period AS period, posting.account AS account, sum(posting.cents) AS cents
    FROM posting JOIN entry ON entry.id = posting.entry GROUP BY 1, 2
) AS journal ON journal.period = period_balance.period AND journal.account = period_balance.account
WHERE journal.cents IS DISTINCT FROM period_balance.cents LIMIT 1;
