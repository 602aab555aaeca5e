SELECT number, name, kind FROM account ORDER BY number;
