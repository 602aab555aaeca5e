-- What bin/convert-money does on PostgreSQL.
--   no  1 234,50   -1 234,50    1 234      de  1.234,50   1.234,50-   1.234
--   en  1,234.50   (1,234.50)   1,234      ch  1'234.50   -1'234.50   1'234.-
BEGIN;
LOCK TABLE posting IN SHARE ROW EXCLUSIVE MODE;
CREATE TEMP TABLE amount ON COMMIT DROP AS
    SELECT id, notation, amount, regexp_replace(whole, '[^0-9]', '', 'g') AS whole,
        coalesce(nullif(regexp_replace(part, '[^0-9]', '', 'g'), ''), '00') AS part
    FROM (
        SELECT posting.id, office.notation, posting.amount,
            split_part(posting.amount, sign.decimal, 1) AS whole, split_part(posting.amount, sign.decimal, 2) AS part
        FROM posting JOIN entry ON entry.id = posting.entry JOIN office ON office.id = entry.office
        JOIN (VALUES ('no', ','), ('de', ','), ('en', '.'), ('ch', '.')) AS sign (notation, decimal)
            ON sign.notation = office.notation
    ) AS split;
DO $$
DECLARE
    wrong TEXT;
BEGIN
    SELECT 'posting ' || id || ': cannot read ' || amount INTO wrong
        FROM amount WHERE whole = '' OR length(part) <> 2 ORDER BY id LIMIT 1;
    IF wrong IS NULL AND (SELECT count(*) FROM amount) <> (SELECT count(*) FROM posting) THEN
        wrong := 'a posting of an office whose notation is not known';
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'convert-money: %', wrong;
    END IF;
END $$;
CREATE UNIQUE INDEX amount_id ON amount (id);
UPDATE posting SET cents = CAST(amount.whole || amount.part AS BIGINT)
        * CASE WHEN amount.amount ~ '^[-(]' OR amount.notation = 'de' AND amount.amount ~ '-$' THEN -1 ELSE 1 END
    FROM amount WHERE amount.id = posting.id;
INSERT INTO conversion (id, rows, finished)
    SELECT 'money', count(*), to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') FROM posting;
COMMIT;
