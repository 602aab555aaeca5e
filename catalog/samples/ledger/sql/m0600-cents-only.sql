-- Ledger 6.0: whole cents only. Fails on postings that were never converted.
DROP TRIGGER posting_audit;
CREATE TABLE posting_new (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entry (id),
    account INTEGER NOT NULL REFERENCES account (id),
    cents INTEGER NOT NULL
);
INSERT INTO posting_new (id, entry, account, cents) SELECT id, entry, account, cents FROM posting;
DROP TABLE posting;
ALTER TABLE posting_new RENAME TO posting;
CREATE INDEX posting_entry ON posting (entry);
CREATE INDEX posting_account ON posting (account);
CREATE TRIGGER posting_audit AFTER UPDATE OF cents ON posting BEGIN
    INSERT INTO audit (at, posting, before, after) VALUES (datetime('now'), old.id, old.cents, new.cents);
END;
UPDATE ledger_schema SET version = 60, compat = 60;
