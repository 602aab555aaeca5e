-- Ledger 6.2: the balances follow the journal, whoever writes it.
CREATE TRIGGER posting_period_insert AFTER INSERT ON posting BEGIN
    INSERT INTO period_balance (period, account, cents)
        SELECT period, new.account, new.cents FROM entry WHERE id = new.entry AND period IS NOT NULL
        ON CONFLICT (period, account) DO UPDATE SET cents = cents + excluded.cents;
END;
CREATE TRIGGER posting_period_update AFTER UPDATE OF cents ON posting BEGIN
    UPDATE period_balance SET cents = cents + new.cents - old.cents
        WHERE account = new.account AND period = (SELECT period FROM entry WHERE id = new.entry);
END;
