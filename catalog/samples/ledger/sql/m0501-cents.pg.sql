-- Ledger 5.0: amounts become whole cents beside the text. bin/convert-money fills them for what was booked before.
ALTER TABLE posting ADD COLUMN cents BIGINT;
