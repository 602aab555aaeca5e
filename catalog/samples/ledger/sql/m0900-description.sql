-- Ledger 9.0: one word for one thing in journal, documents and interface 3.
ALTER TABLE entry RENAME COLUMN memo TO description;
ALTER TABLE app_user RENAME TO member;
UPDATE ledger_schema SET version = 90, compat = 90;
