-- Ledger 9.6: lines of bank statements, waiting to be matched with entries.
CREATE TABLE bank_line (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id),
    day TEXT NOT NULL,
    cents INTEGER NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    entry INTEGER REFERENCES entry (id)
);
CREATE INDEX bank_line_open ON bank_line (account, day) WHERE entry IS NULL;
UPDATE ledger_schema SET version = 96, compat = 94;
