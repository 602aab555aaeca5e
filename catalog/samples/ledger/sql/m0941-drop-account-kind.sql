-- Ledger 9.4, contract: the fixed kinds.
ALTER TABLE account DROP COLUMN kind;
UPDATE ledger_schema SET compat = 94;
