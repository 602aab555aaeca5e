VACUUM (ANALYZE) shop.cart;
CREATE TABLE shop.last(a int); -- no newline here