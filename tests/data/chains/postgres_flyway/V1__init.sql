CREATE TABLE customer(id serial PRIMARY KEY, name text NOT NULL, made timestamptz NOT NULL DEFAULT now());
CREATE TABLE invoice(id bigserial PRIMARY KEY, customer int NOT NULL REFERENCES customer, amount numeric(12, 2) NOT NULL);
INSERT INTO customer(name) SELECT 'customer ' || i FROM generate_series(1, 50) i;
INSERT INTO invoice(customer, amount) SELECT 1 + i % 50, i / 7.0 FROM generate_series(1, 400) i;
