SELECT id AS entry, seal FROM entry ORDER BY id DESC LIMIT 1;
