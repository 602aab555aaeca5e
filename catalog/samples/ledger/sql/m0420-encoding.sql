-- Ledger 4.2: which accounts are already UTF-8, and which conversions have been done. bin/convert-utf8 does the first.
CREATE TABLE conversion (
    id TEXT PRIMARY KEY,
    rows INTEGER NOT NULL,
    finished TEXT NOT NULL
);
ALTER TABLE account ADD COLUMN encoding TEXT NOT NULL DEFAULT 'latin-1';
UPDATE ledger_schema SET version = 42, compat = 42;
