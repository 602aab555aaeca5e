-- Ledger 6.1, also 5.2.4 and 4.2.7: sign-in is locked after repeated failures. The schema's number stays as it is,
-- because this came to older lines later: the releases of one line share it.
CREATE TABLE lockout (
    login TEXT PRIMARY KEY,
    failures INTEGER NOT NULL DEFAULT 0,
    locked_until TEXT
);
