-- Ledger 8.4: reports that people keep.
CREATE TABLE saved_report (
    id INTEGER PRIMARY KEY,
    owner INTEGER REFERENCES app_user (id),
    title TEXT NOT NULL,
    definition TEXT NOT NULL
);
UPDATE ledger_schema SET version = 84, compat = 80;
