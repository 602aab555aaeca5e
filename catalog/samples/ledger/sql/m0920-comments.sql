-- Ledger 9.2: people talk about an entry where it stands.
CREATE TABLE entry_comment (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entry (id),
    author INTEGER REFERENCES member (id),
    at TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX entry_comment_entry ON entry_comment (entry);
UPDATE ledger_schema SET version = 92, compat = 90;
