-- Ledger 5.2: a budget per account and year.
CREATE TABLE budget (
    account BIGINT NOT NULL REFERENCES account (id),
    year BIGINT NOT NULL,
    cents BIGINT NOT NULL,
    PRIMARY KEY (account, year)
);
UPDATE ledger_schema SET version = 52, compat = 51;
