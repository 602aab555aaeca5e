CREATE INDEX invoice_customer ON invoice(customer);
CREATE VIEW owed AS SELECT customer, sum(cents) AS cents FROM invoice GROUP BY customer;
