CREATE TABLE post(id int PRIMARY KEY, title text);
INSERT INTO post SELECT i, 'post ' || i FROM generate_series(1, 20) i;
