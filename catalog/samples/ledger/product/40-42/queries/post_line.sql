INSERT INTO posting (entry, account, amount)
    SELECT :id, id, CASE WHEN :cents < 0 THEN '-' ELSE '' END || printf('%d,%02d', abs(:cents) / 100, abs(:cents) % 100) FROM account WHERE code = :account;
