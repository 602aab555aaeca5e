-- Ledger 5.2: a budget per account and year.
CREATE TABLE budget (
    account INTEGER NOT NULL REFERENCES account (id),
    year INTEGER NOT NULL,
    cents INTEGER NOT NULL,
    PRIMARY KEY (account, year)
) WITHOUT ROWID;
UPDATE ledger_schema SET version = 52, compat = 51;
