-- Ledger 3.2: vouchers are kept as files in the attachments folder; statements per account get an index.
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entry (id),
    file TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX posting_account ON posting (account);
UPDATE ledger_schema SET version = 32, compat = 30;
