-- Ledger 3.3: periods, one for each month that has entries.
CREATE TABLE period (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    closed INTEGER NOT NULL DEFAULT 0
);
INSERT INTO period (name, first_day, last_day)
    SELECT month, month || '-01', date(month || '-01', '+1 month', '-1 day')
    FROM (SELECT DISTINCT substr(day, 1, 7) AS month FROM entry) ORDER BY month;
ALTER TABLE entry ADD COLUMN entered_by INTEGER REFERENCES app_user (id);
UPDATE ledger_schema SET version = 33, compat = 30;
