CREATE INDEX CONCURRENTLY invoice_customer ON invoice (customer);
