BEGIN;
ALTER TABLE shop.cart ADD COLUMN total numeric;
COMMIT;
BEGIN;
UPDATE shop.cart SET total = id * 1.5;
COMMIT;
