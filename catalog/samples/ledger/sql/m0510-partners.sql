-- Ledger 5.1: customers and suppliers.
CREATE TABLE partner (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT NOT NULL DEFAULT 'NO'
);
ALTER TABLE entry ADD COLUMN partner INTEGER REFERENCES partner (id);
UPDATE ledger_schema SET version = 51, compat = 50;
