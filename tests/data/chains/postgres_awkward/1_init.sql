SET search_path = '';
CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('open', 'closed');
CREATE TABLE shop.cart(id int PRIMARY KEY, state shop.state NOT NULL DEFAULT 'open', doc jsonb);
\set quantity 30
INSERT INTO shop.cart(id, doc) SELECT i, jsonb_build_object('n', i) FROM pg_catalog.generate_series(1, :quantity) i;
COPY shop.cart (id, state, doc) FROM stdin;
100	closed	{"text": "BEGIN; COMMIT;"}
101	open	\N
\.
