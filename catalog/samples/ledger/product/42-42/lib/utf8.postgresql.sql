-- What bin/convert-utf8 does on PostgreSQL: every text that people typed, from Latin-1 to UTF-8, byte by byte.
BEGIN;
LOCK TABLE account, office, app_user, entry, attachment, tag IN SHARE ROW EXCLUSIVE MODE;
CREATE FUNCTION pg_temp.utf8(latin1 TEXT) RETURNS TEXT IMMUTABLE LANGUAGE sql AS $$
    SELECT convert_from(convert(convert_to(latin1, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'SQL_ASCII')
$$;
CREATE TEMP TABLE changed ON COMMIT DROP AS SELECT
    (SELECT count(*) FROM account WHERE pg_temp.utf8(name) <> name)
    + (SELECT count(*) FROM office WHERE pg_temp.utf8(name) <> name)
    + (SELECT count(*) FROM app_user WHERE pg_temp.utf8(full_name) <> full_name)
    + (SELECT count(*) FROM entry WHERE pg_temp.utf8(memo) <> memo)
    + (SELECT count(*) FROM attachment WHERE pg_temp.utf8(note) <> note)
    + (SELECT count(*) FROM tag WHERE pg_temp.utf8(name) <> name) AS rows;
UPDATE account SET name = pg_temp.utf8(name) WHERE pg_temp.utf8(name) <> name;
UPDATE office SET name = pg_temp.utf8(name) WHERE pg_temp.utf8(name) <> name;
UPDATE app_user SET full_name = pg_temp.utf8(full_name) WHERE pg_temp.utf8(full_name) <> full_name;
UPDATE entry SET memo = pg_temp.utf8(memo) WHERE pg_temp.utf8(memo) <> memo;
UPDATE attachment SET note = pg_temp.utf8(note) WHERE pg_temp.utf8(note) <> note;
UPDATE tag SET name = pg_temp.utf8(name) WHERE pg_temp.utf8(name) <> name;
UPDATE account SET encoding = 'utf-8';
INSERT INTO conversion (id, rows, finished)
    SELECT 'utf8', rows, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') FROM changed;
COMMIT;
