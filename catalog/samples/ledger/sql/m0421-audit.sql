-- Ledger 4.2: an audit trail of corrected amounts.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    posting INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
);
CREATE TRIGGER posting_audit AFTER UPDATE OF amount ON posting BEGIN
    INSERT INTO audit (at, posting, before, after) VALUES (datetime('now'), old.id, old.amount, new.amount);
END;
