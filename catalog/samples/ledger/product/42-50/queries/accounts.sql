SELECT code, name, kind, currency, encoding FROM account ORDER BY code;
