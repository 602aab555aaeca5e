ALTER TABLE invoice ADD COLUMN cents INTEGER;
UPDATE invoice SET cents = CAST(round(amount * 100) AS INTEGER);
