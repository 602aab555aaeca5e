-- Ledger 9.3: how long documents are kept, by media type.
CREATE TABLE retention (
    media_type TEXT PRIMARY KEY,
    years INTEGER NOT NULL
);
INSERT INTO retention (media_type, years) SELECT DISTINCT media_type, 10 FROM document;
UPDATE ledger_schema SET version = 93, compat = 90;
