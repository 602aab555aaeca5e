-- Ledger 8.2: cost centres.
CREATE TABLE cost_centre (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);
ALTER TABLE posting ADD COLUMN cost_centre INTEGER REFERENCES cost_centre (id);
UPDATE ledger_schema SET version = 82, compat = 80;
