CREATE TABLE shop.note(t text);
