-- Ledger 4.0: tags on entries.
CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE entry_tag (
    entry INTEGER NOT NULL REFERENCES entry (id),
    tag INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (entry, tag)
) WITHOUT ROWID;
