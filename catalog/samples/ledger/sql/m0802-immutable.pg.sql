-- Ledger 8.0: what was booked stays as it is; corrections are entries of their own.
DROP TRIGGER posting_audit ON posting;
DROP FUNCTION posting_audit();
CREATE FUNCTION posting_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a posting is never changed; book a correction';
END $$;
CREATE TRIGGER posting_immutable BEFORE UPDATE OF entry, account, cents ON posting FOR EACH ROW EXECUTE FUNCTION posting_immutable();
CREATE FUNCTION posting_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a posting is never removed; book a correction';
END $$;
CREATE TRIGGER posting_permanent BEFORE DELETE ON posting FOR EACH ROW EXECUTE FUNCTION posting_permanent();
