-- Ledger 8.0: the seal is part of the entry. Fails on entries that were never sealed.
CREATE TABLE entry_new (
    id INTEGER PRIMARY KEY,
    booked_on TEXT NOT NULL,
    voucher_day TEXT,
    memo TEXT NOT NULL DEFAULT '',
    office INTEGER NOT NULL REFERENCES office (id),
    period INTEGER NOT NULL REFERENCES period (id),
    partner INTEGER REFERENCES partner (id),
    entered_by INTEGER REFERENCES app_user (id),
    seal INTEGER NOT NULL
);
DROP TRIGGER posting_period_insert;
DROP TRIGGER posting_period_update;
INSERT INTO entry_new (id, booked_on, voucher_day, memo, office, period, partner, entered_by, seal)
    SELECT entry.id, booked_on, voucher_day, memo, office, period, partner, entered_by, seal.value
    FROM entry LEFT JOIN seal ON seal.entry = entry.id ORDER BY entry.id;
DROP TABLE entry;
ALTER TABLE entry_new RENAME TO entry;
CREATE INDEX entry_booked_on ON entry (booked_on);
CREATE TRIGGER posting_period_insert AFTER INSERT ON posting BEGIN
    INSERT INTO period_balance (period, account, cents)
        SELECT period, new.account, new.cents FROM entry WHERE id = new.entry
        ON CONFLICT (period, account) DO UPDATE SET cents = cents + excluded.cents;
END;
UPDATE ledger_schema SET version = 80, compat = 80;
