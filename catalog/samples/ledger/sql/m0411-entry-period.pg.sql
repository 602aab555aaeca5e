-- Ledger 4.1: an entry belongs to a period.
ALTER TABLE entry ADD COLUMN period BIGINT REFERENCES period (id);
CREATE INDEX period_name ON period (name);
INSERT INTO period (name, first_day, last_day)
    SELECT month, month || '-01',
        to_char(CAST(month || '-01' AS date) + interval '1 month - 1 day', 'YYYY-MM-DD')
    FROM (SELECT DISTINCT substr(day, 1, 7) AS month FROM entry) AS months
    WHERE month NOT IN (SELECT name FROM period) ORDER BY month;
UPDATE entry SET period = (SELECT id FROM period WHERE name = substr(entry.day, 1, 7));
