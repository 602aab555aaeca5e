-- Ledger 3.1: an account keeps one currency; entries know who may book.
ALTER TABLE account ADD COLUMN currency TEXT NOT NULL DEFAULT 'NOK';
CREATE TABLE app_user (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    full_name TEXT NOT NULL
);
UPDATE ledger_schema SET version = 31, compat = 30;
