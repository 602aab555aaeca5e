SELECT code, name, kind, currency FROM account ORDER BY code;
