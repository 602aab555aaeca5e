PRAGMA journal_mode = WAL;
CREATE TABLE parent(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE child(id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent(id) ON DELETE CASCADE, note TEXT);
CREATE TRIGGER child_note AFTER INSERT ON child BEGIN
  UPDATE child SET note = coalesce(note, 'made; by a trigger') WHERE id = NEW.id;
  SELECT 1;
END;
INSERT INTO parent VALUES (1, 'one'), (2, 'two');
INSERT INTO child(parent) VALUES (1), (1), (2);
