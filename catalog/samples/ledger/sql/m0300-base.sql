-- Ledger 3.0: the journal. Amounts are texts in the notation of the office that booked them; texts are Latin-1.
CREATE TABLE ledger_schema (version INTEGER NOT NULL, compat INTEGER NOT NULL);
INSERT INTO ledger_schema (version, compat) VALUES (30, 30);
CREATE TABLE office (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    notation TEXT NOT NULL  -- no: 1 234,50   de: 1.234,50-   en: (1,234.50)   ch: -1'234.50
);
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL      -- asset, liability, equity, income, expense
);
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    memo TEXT NOT NULL DEFAULT '',
    office INTEGER NOT NULL REFERENCES office (id)
);
CREATE TABLE posting (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entry (id),
    account INTEGER NOT NULL REFERENCES account (id),
    amount TEXT NOT NULL
);
CREATE INDEX posting_entry ON posting (entry);
