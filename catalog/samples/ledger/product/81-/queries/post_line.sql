INSERT INTO posting (entry, account, cents, currency, foreign_cents)
    SELECT :id, id, :cents, currency, CASE currency WHEN 'NOK' THEN :cents END FROM account WHERE code = :account;
