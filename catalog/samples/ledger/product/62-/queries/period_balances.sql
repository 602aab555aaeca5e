SELECT period.name AS period, account.code AS account, period_balance.cents AS cents
FROM period_balance JOIN period ON period.id = period_balance.period JOIN account ON account.id = period_balance.account
ORDER BY 1 DESC, 2 LIMIT 1000;
