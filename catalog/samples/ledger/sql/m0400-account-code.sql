-- Ledger 4.0: account numbers become codes, which may contain letters.
ALTER TABLE account RENAME COLUMN number TO code;
UPDATE ledger_schema SET version = 40, compat = 40;
