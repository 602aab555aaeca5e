-- Ledger 6.0: no office writes amounts in its own way any more.
ALTER TABLE office DROP COLUMN notation;
