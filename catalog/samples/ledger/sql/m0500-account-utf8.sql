-- Ledger 5.0: account names are UTF-8, which the table now insists on. Fails on names that were never converted.
CREATE TABLE account_new (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    currency TEXT NOT NULL DEFAULT 'NOK' REFERENCES currency (code),
    encoding TEXT NOT NULL DEFAULT 'utf-8' CHECK (encoding = 'utf-8')
);
INSERT INTO account_new (id, code, name, kind, currency, encoding)
    SELECT id, code, name, kind, currency, encoding FROM account;
DROP TABLE account;
ALTER TABLE account_new RENAME TO account;
CREATE UNIQUE INDEX account_code ON account (code);
UPDATE ledger_schema SET version = 50, compat = 50;
