-- Ledger 7.0: the day of booking gets a name of its own; the day of the voucher is kept beside it.
ALTER TABLE entry RENAME COLUMN day TO booked_on;
ALTER TABLE entry ADD COLUMN voucher_day TEXT;
CREATE INDEX entry_booked_on ON entry (booked_on);
UPDATE ledger_schema SET version = 70, compat = 70;
