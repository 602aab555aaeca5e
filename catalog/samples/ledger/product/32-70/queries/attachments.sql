SELECT id, entry, file, note FROM attachment ORDER BY id;
