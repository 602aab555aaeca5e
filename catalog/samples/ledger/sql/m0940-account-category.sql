-- Ledger 9.4, expand: categories can be the company's own; the five kinds become the first of them.
CREATE TABLE category (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    side TEXT NOT NULL CHECK (side IN ('debit', 'credit'))
);
INSERT INTO category (name, side) VALUES
    ('asset', 'debit'), ('liability', 'credit'), ('equity', 'credit'), ('income', 'credit'), ('expense', 'debit');
ALTER TABLE account ADD COLUMN category INTEGER REFERENCES category (id);
UPDATE account SET category = (SELECT id FROM category WHERE name = account.kind);
UPDATE ledger_schema SET version = 94, compat = 90;
