SELECT number, name, kind, currency FROM account ORDER BY number;
