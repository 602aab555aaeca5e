-- Ledger 6.0: whole cents only. Fails on postings that were never converted.
DROP TRIGGER posting_audit ON posting;
DROP FUNCTION posting_audit();
ALTER TABLE posting ALTER COLUMN cents SET NOT NULL;
ALTER TABLE posting DROP COLUMN amount;
CREATE FUNCTION posting_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit (at, posting, before, after)
        VALUES (to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), old.id, old.cents, new.cents);
    RETURN NULL;
END $$;
CREATE TRIGGER posting_audit AFTER UPDATE OF cents ON posting FOR EACH ROW EXECUTE FUNCTION posting_audit();
UPDATE ledger_schema SET version = 60, compat = 60;
