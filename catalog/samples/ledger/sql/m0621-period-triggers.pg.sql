-- Ledger 6.2: the balances follow the journal, whoever writes it.
CREATE FUNCTION posting_period_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO period_balance (period, account, cents)
        SELECT period, new.account, new.cents FROM entry WHERE id = new.entry AND period IS NOT NULL
        ON CONFLICT (period, account) DO UPDATE SET cents = period_balance.cents + excluded.cents;
    RETURN NULL;
END $$;
CREATE TRIGGER posting_period_insert AFTER INSERT ON posting
    FOR EACH ROW EXECUTE FUNCTION posting_period_insert();
CREATE FUNCTION posting_period_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE period_balance SET cents = cents + new.cents - old.cents
        WHERE account = new.account AND period = (SELECT period FROM entry WHERE id = new.entry);
    RETURN NULL;
END $$;
CREATE TRIGGER posting_period_update AFTER UPDATE OF cents ON posting
    FOR EACH ROW EXECUTE FUNCTION posting_period_update();
