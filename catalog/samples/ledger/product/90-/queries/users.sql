SELECT login, full_name FROM member ORDER BY login;
