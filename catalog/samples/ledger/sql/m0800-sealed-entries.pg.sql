-- Ledger 8.0: the seal is part of the entry. Fails on entries that were never sealed.
DROP TRIGGER posting_period_update ON posting;
DROP FUNCTION posting_period_update();
ALTER TABLE entry ADD COLUMN seal BIGINT;
UPDATE entry SET seal = (SELECT value FROM seal WHERE seal.entry = entry.id);
ALTER TABLE entry ALTER COLUMN seal SET NOT NULL;
ALTER TABLE entry ALTER COLUMN period SET NOT NULL;
UPDATE ledger_schema SET version = 80, compat = 80;
