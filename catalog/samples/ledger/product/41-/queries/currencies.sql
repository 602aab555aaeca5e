SELECT code, digits FROM currency ORDER BY code;
