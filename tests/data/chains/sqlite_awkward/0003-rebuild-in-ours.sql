PRAGMA foreign_keys = off;
CREATE TABLE child_new(id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent(id), note TEXT CHECK(note <> ''));
INSERT INTO child_new SELECT id, parent, note FROM child;
DROP TABLE child;
ALTER TABLE child_new RENAME TO child;
PRAGMA user_version = 3;
