-- Ledger 7.2: every entry carries a seal that depends on all before it. bin/convert-seal seals what was booked before.
CREATE TABLE seal (
    entry BIGINT PRIMARY KEY REFERENCES entry (id),
    value BIGINT NOT NULL
);
UPDATE ledger_schema SET version = 72, compat = 72;
