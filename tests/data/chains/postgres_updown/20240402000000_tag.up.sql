INSERT INTO tag VALUES (1, $$a;b$$);
