INSERT INTO period (name, first_day, last_day)
    SELECT substr(:date, 1, 7), substr(:date, 1, 7) || '-01',
        to_char(date_trunc('month', CAST(:date AS date)) + interval '1 month - 1 day', 'YYYY-MM-DD')
    WHERE NOT EXISTS (SELECT 1 FROM period WHERE name = substr(:date, 1, 7));
INSERT INTO entry (id, booked_on, memo, office, period)
    VALUES (:id, :date, :text, (SELECT min(id) FROM office), (SELECT id FROM period WHERE name = substr(:date, 1, 7)));
INSERT INTO seal (entry, value)
    SELECT :id, ((((coalesce((SELECT value FROM seal ORDER BY entry DESC LIMIT 1), 0) * 31 + :id) % 2147483647) * 31
        + CAST(replace(:date, '-', '') AS INTEGER)) % 2147483647 * 31 + :total) % 2147483647;
