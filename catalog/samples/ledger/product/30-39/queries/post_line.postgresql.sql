INSERT INTO posting (entry, account, amount)
    SELECT :id, id, CASE WHEN :cents < 0 THEN '-' ELSE '' END || abs(:cents) / 100 || ',' || lpad(CAST(abs(:cents) % 100 AS text), 2, '0') FROM account WHERE number = :account;
