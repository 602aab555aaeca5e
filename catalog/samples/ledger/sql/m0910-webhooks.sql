-- Ledger 9.1: other systems are told about new entries.
CREATE TABLE webhook (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 1
);
UPDATE ledger_schema SET version = 91, compat = 90;
