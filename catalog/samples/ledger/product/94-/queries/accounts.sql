SELECT account.code, account.name, category.name AS category, category.side, account.currency
FROM account LEFT JOIN category ON category.id = account.category ORDER BY account.code;
