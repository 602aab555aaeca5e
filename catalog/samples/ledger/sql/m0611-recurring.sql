-- Ledger 6.1: entries that repeat.
CREATE TABLE recurring (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entry (id),
    every TEXT NOT NULL CHECK (every IN ('month', 'quarter', 'year')),
    next_day TEXT NOT NULL
);
UPDATE ledger_schema SET version = 61, compat = 60;
