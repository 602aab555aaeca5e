-- Ledger 7.1: attachments become documents with a type and a digest, computed when they are first opened.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entry (id),
    file TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    media_type TEXT NOT NULL DEFAULT 'application/octet-stream',
    sha256 TEXT
);
INSERT INTO document (id, entry, file, title, media_type)
    SELECT id, entry, file, note, CASE WHEN file LIKE '%.txt' THEN 'text/plain' ELSE 'application/octet-stream' END
    FROM attachment;
CREATE INDEX document_entry ON document (entry);
UPDATE ledger_schema SET version = 71, compat = 70;
