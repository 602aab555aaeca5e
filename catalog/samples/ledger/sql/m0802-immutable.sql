-- Ledger 8.0: what was booked stays as it is; corrections are entries of their own.
DROP TRIGGER posting_audit;
CREATE TRIGGER posting_immutable BEFORE UPDATE OF entry, account, cents ON posting BEGIN
    SELECT raise(ABORT, 'a posting is never changed; book a correction');
END;
CREATE TRIGGER posting_permanent BEFORE DELETE ON posting BEGIN
    SELECT raise(ABORT, 'a posting is never removed; book a correction');
END;
