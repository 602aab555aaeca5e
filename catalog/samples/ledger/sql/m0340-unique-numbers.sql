-- Ledger 3.4: an account number is used once. Later accounts with a number that is taken get a suffix.
UPDATE account SET number = number || '-' || id
    WHERE EXISTS (SELECT 1 FROM account AS earlier WHERE earlier.number = account.number AND earlier.id < account.id);
CREATE UNIQUE INDEX account_number ON account (number);
UPDATE ledger_schema SET version = 34, compat = 34;
