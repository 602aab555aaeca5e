-- Ledger 7.1, contract: the old table of attachments.
DROP TABLE attachment;
UPDATE ledger_schema SET compat = 71;
