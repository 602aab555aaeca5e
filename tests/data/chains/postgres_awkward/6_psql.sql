\if true
\ir helpers/note.sql
\else
SELECT 1/0;
\endif
UPDATE shop.cart SET state = 'paid' WHERE id = 100;
SELECT count(*) AS carts FROM shop.cart \gset
INSERT INTO shop.note VALUES ('carts: ' || :'carts');
