-- Ledger 6.0: clients of interface 1 read amounts as decimal texts from this view until 7.0.
CREATE VIEW interface_v1_posting AS
    SELECT posting.id, posting.entry, account.code AS number,
        CAST(CAST(posting.cents / 100.0 AS NUMERIC(30, 2)) AS TEXT) AS amount
    FROM posting JOIN account ON account.id = posting.account;
