-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION twice(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN $1 * 2; END; $$;
-- +goose StatementEnd
CREATE TABLE tag(id int, name text);
-- +goose Down
DROP TABLE tag;
DROP FUNCTION twice(int);
