-- Ledger 9.5: account statements are read from one index.
DROP INDEX posting_account;
CREATE INDEX posting_statement ON posting (account, entry, cents);
UPDATE ledger_schema SET version = 95, compat = 94;
