CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE invoice(id INTEGER PRIMARY KEY AUTOINCREMENT, customer INTEGER NOT NULL REFERENCES customer(id), amount REAL);
INSERT INTO customer(name) VALUES ('Ana; the first'), ('Bo -- the second'), ('Ceci');
INSERT INTO invoice(customer, amount) SELECT id, id * 10.5 FROM customer;
