-- Ledger 4.1: currencies with their own table, filled from the accounts.
CREATE TABLE currency (
    code TEXT PRIMARY KEY,
    digits INTEGER NOT NULL DEFAULT 2
);
INSERT INTO currency (code) SELECT DISTINCT currency FROM account ORDER BY 1;
UPDATE ledger_schema SET version = 41, compat = 40;
