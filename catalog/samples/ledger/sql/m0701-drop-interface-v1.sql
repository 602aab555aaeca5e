-- Ledger 7.0, contract: interface 1 is gone.
DROP VIEW interface_v1_posting;
