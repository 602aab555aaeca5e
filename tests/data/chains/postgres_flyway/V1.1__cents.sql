ALTER TABLE invoice ADD COLUMN cents bigint;
UPDATE invoice SET cents = round(amount * 100);
ALTER TABLE invoice ALTER COLUMN cents SET NOT NULL;
