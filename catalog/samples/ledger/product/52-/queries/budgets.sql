SELECT account.code, budget.year, budget.cents FROM budget JOIN account ON account.id = budget.account ORDER BY 1, 2;
