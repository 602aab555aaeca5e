-- Ledger 5.1, contract: every name is UTF-8, so nobody asks any more.
ALTER TABLE account DROP COLUMN encoding;
UPDATE ledger_schema SET compat = 51;
