-- Ledger 8.1: the amount in the account's own currency beside the company's.
ALTER TABLE posting ADD COLUMN foreign_cents BIGINT;
ALTER TABLE posting ADD COLUMN currency TEXT REFERENCES currency (code);
