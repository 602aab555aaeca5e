-- The rebuild of SQLite's manual: a DROP with foreign keys on would take the children along.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE parent_new(id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '', code TEXT UNIQUE);
INSERT INTO parent_new SELECT id, name, upper(name) FROM parent;
DROP TABLE parent;
ALTER TABLE parent_new RENAME TO parent;
PRAGMA foreign_key_check;
COMMIT;
PRAGMA foreign_keys=ON;
