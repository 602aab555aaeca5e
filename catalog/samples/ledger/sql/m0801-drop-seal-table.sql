-- Ledger 8.0: seals moved into the entries.
DROP TABLE seal;
