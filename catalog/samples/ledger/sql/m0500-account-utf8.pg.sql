-- Ledger 5.0: account names are UTF-8, which the table now insists on. Fails on names that were never converted.
ALTER TABLE account ALTER COLUMN encoding SET DEFAULT 'utf-8';
ALTER TABLE account ADD CHECK (encoding = 'utf-8');
ALTER TABLE account ADD FOREIGN KEY (currency) REFERENCES currency (code);
ALTER INDEX account_number RENAME TO account_code;
UPDATE ledger_schema SET version = 50, compat = 50;
