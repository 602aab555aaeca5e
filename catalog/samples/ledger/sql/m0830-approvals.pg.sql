-- Ledger 8.3: entries above a limit are approved by a second person.
CREATE TABLE approval (
    entry BIGINT PRIMARY KEY REFERENCES entry (id),
    approved_by BIGINT NOT NULL REFERENCES app_user (id),
    at TEXT NOT NULL
);
UPDATE ledger_schema SET version = 83, compat = 80;
