-- Ledger 8.1: exchange rates, in millionths of the company's currency.
CREATE TABLE exchange_rate (
    currency TEXT NOT NULL REFERENCES currency (code),
    day TEXT NOT NULL,
    millionths BIGINT NOT NULL,
    PRIMARY KEY (currency, day)
);
UPDATE ledger_schema SET version = 81, compat = 80;
