-- Ledger 6.2: balances per account and period, so that reports need not add up the journal.
CREATE TABLE period_balance (
    period BIGINT NOT NULL REFERENCES period (id),
    account BIGINT NOT NULL REFERENCES account (id),
    cents BIGINT NOT NULL,
    PRIMARY KEY (period, account)
);
INSERT INTO period_balance (period, account, cents)
    SELECT entry.period, posting.account, sum(posting.cents)
    FROM posting JOIN entry ON entry.id = posting.entry WHERE entry.period IS NOT NULL
    GROUP BY entry.period, posting.account;
UPDATE ledger_schema SET version = 62, compat = 60;
