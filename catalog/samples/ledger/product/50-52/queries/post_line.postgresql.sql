INSERT INTO posting (entry, account, amount, cents)
    SELECT :id, id, CASE WHEN :cents < 0 THEN '-' ELSE '' END || abs(:cents) / 100 || ',' || lpad(CAST(abs(:cents) % 100 AS text), 2, '0'), :cents FROM account WHERE code = :account;
