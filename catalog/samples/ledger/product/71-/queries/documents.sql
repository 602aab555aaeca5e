SELECT id, entry, file, title, media_type, sha256 FROM document ORDER BY id;
