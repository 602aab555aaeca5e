SELECT entry, at, text FROM entry_comment ORDER BY id DESC LIMIT 100;
