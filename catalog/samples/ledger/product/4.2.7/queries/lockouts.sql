SELECT login, failures, locked_until FROM lockout ORDER BY login;
