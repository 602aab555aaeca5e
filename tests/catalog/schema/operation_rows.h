#pragma once

#include <vector>

/// The table of operations on PostgreSQL 15: what each statement comes to where `operationBase` is there. The locks and
/// rewrites are compared with those of a real server, except where `trial` says that a transaction cannot show them.
enum class Trial { compare, skip };

struct OperationSample {
    const char* name;
    const char* sql;
    const char* expected;  ///< operation, phase, reads/writes, lock, +R +V +IB
    Trial trial = Trial::compare;
};

inline const char* const operationBase =
    "CREATE TABLE other (id serial PRIMARY KEY, name text);\n"
    "CREATE TABLE t (id serial PRIMARY KEY, a int, b varchar(10), c numeric(10,2), ts timestamp, tz timestamptz, e "
    "text,\n"
    "  n int NOT NULL DEFAULT 1, nn int NOT NULL, ch char(5), j json, u int UNIQUE, checked int, ref int REFERENCES "
    "other,\n"
    "  CONSTRAINT pos CHECK (a > 0), CONSTRAINT there CHECK (checked IS NOT NULL));\n"
    "CREATE TABLE parted (k int) PARTITION BY RANGE (k);\n"
    "CREATE TABLE part1 PARTITION OF parted FOR VALUES FROM (0) TO (10);\n"
    "CREATE TABLE part2 (k int);\n"
    "CREATE INDEX t_a ON t (a);\n"
    "CREATE UNIQUE INDEX t_e ON t (e);\n"
    "CREATE VIEW v AS SELECT id, a FROM t;\n"
    "CREATE MATERIALIZED VIEW mv AS SELECT id FROM t;\n"
    "CREATE UNIQUE INDEX mv_id ON mv (id);\n"
    "CREATE TYPE mood AS ENUM ('sad', 'glad');\n"
    "CREATE DOMAIN positive AS int CHECK (VALUE > 0);\n"
    "CREATE DOMAIN bare AS int;\n"
    "CREATE TABLE uses (x bare);\n"
    "CREATE SEQUENCE seq;\n"
    "CREATE SCHEMA extra;\n"
    "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;\n"
    "CREATE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();\n"
    "INSERT INTO other (name) VALUES ('x');\n"
    "INSERT INTO t (a, b, c, ts, tz, e, nn, ch, j, u, checked, ref) VALUES (1, '1', 1, now(), now(), '1', 1, '1', '1', "
    "1, 1, 1);\n"
    "INSERT INTO parted VALUES (1);\n";

inline std::vector<OperationSample> operationSamples()
{
    constexpr Trial skip = Trial::skip;
    return {
        {"create table", "CREATE TABLE x (id int)", "create-table expand yes/yes"},
        {"create table with a foreign key", "CREATE TABLE x (id int REFERENCES other)",
         "create-table expand yes/yes share row exclusive", skip},
        {"create partition", "CREATE TABLE x PARTITION OF parted FOR VALUES FROM (10) TO (20)",
         "create-partition expand yes/yes access exclusive", skip},
        {"create view", "CREATE VIEW x AS SELECT 1 AS one", "create-object expand yes/yes"},
        {"create type", "CREATE TYPE x AS ENUM ('a')", "create-object expand yes/yes"},
        {"create sequence", "CREATE SEQUENCE x", "create-object expand yes/yes"},
        {"create schema", "CREATE SCHEMA x", "create-object expand yes/yes"},
        {"add column", "ALTER TABLE t ADD COLUMN x int", "add-column expand mostly/yes access exclusive"},
        {"add column with a constant", "ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT 5",
         "add-column-default expand mostly/yes access exclusive"},
        {"add column with a stable default", "ALTER TABLE t ADD COLUMN x timestamptz DEFAULT now()",
         "add-column-default expand mostly/yes access exclusive"},
        {"add column with CURRENT_TIMESTAMP", "ALTER TABLE t ADD COLUMN x timestamptz DEFAULT CURRENT_TIMESTAMP",
         "add-column-default expand mostly/yes access exclusive"},
        {"add column with a volatile default", "ALTER TABLE t ADD COLUMN x uuid DEFAULT gen_random_uuid()",
         "add-column-volatile-default expand mostly/yes access exclusive +R"},
        {"add serial column", "ALTER TABLE t ADD COLUMN x bigserial",
         "add-column-serial expand mostly/yes access exclusive +R"},
        {"add identity column", "ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS IDENTITY",
         "add-column-serial expand mostly/yes access exclusive +R"},
        {"add generated column", "ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (a + 1) STORED",
         "add-column-generated expand mostly/yes access exclusive +R"},
        {"add column of a domain with a check", "ALTER TABLE t ADD COLUMN x positive",
         "add-column-domain expand mostly/yes access exclusive +R"},
        {"add column NOT NULL without a default", "ALTER TABLE t ADD COLUMN x int NOT NULL",
         "add-column-not-null contract yes/no access exclusive +V", skip},
        {"add unique column", "ALTER TABLE t ADD COLUMN x int UNIQUE",
         "add-column-unique expand mostly/yes access exclusive +IB"},
        {"add unique column with a default", "ALTER TABLE t ADD COLUMN x int UNIQUE DEFAULT 1",
         "add-column-unique-default contract yes/no access exclusive +IB"},
        {"add column with a check", "ALTER TABLE t ADD COLUMN x int CHECK (x > 0)",
         "add-column-check expand mostly/yes access exclusive +V"},
        {"add column with a foreign key", "ALTER TABLE t ADD COLUMN x int REFERENCES other",
         "add-column-references expand mostly/yes access exclusive"},
        {"drop column", "ALTER TABLE t DROP COLUMN a CASCADE", "drop-column contract no/no access exclusive"},
        {"rename column", "ALTER TABLE t RENAME COLUMN a TO x", "rename-column contract no/no access exclusive"},
        {"rename table", "ALTER TABLE t RENAME TO x", "rename-table contract no/no access exclusive"},
        {"drop table", "DROP TABLE part2", "drop-table contract no/no access exclusive", skip},
        {"truncate", "TRUNCATE t", "truncate contract no/yes access exclusive", skip},
        {"wider varchar", "ALTER TABLE t ALTER b TYPE varchar(20)", "widen-type expand yes/yes access exclusive"},
        {"varchar to text", "ALTER TABLE t ALTER b TYPE text", "widen-type expand yes/yes access exclusive"},
        {"numeric precision up", "ALTER TABLE t ALTER c TYPE numeric(12,2)",
         "widen-type expand yes/yes access exclusive"},
        {"int to bigint", "ALTER TABLE t ALTER u TYPE bigint", "widen-integer expand mostly/yes access exclusive +R"},
        {"narrower varchar", "ALTER TABLE t ALTER b TYPE varchar(5)",
         "narrow-type contract yes/no access exclusive +R"},
        {"text to varchar", "ALTER TABLE t ALTER e TYPE varchar(50)",
         "narrow-type contract yes/no access exclusive +R"},
        {"char to varchar", "ALTER TABLE t ALTER ch TYPE varchar(5)",
         "type-rewrite contract depends/depends access exclusive +R"},
        {"numeric scale", "ALTER TABLE t ALTER c TYPE numeric(10,3)",
         "type-rewrite contract depends/depends access exclusive +R"},
        {"narrower timestamp", "ALTER TABLE t ALTER ts TYPE timestamp(0)",
         "type-rewrite contract depends/depends access exclusive +R"},
        {"json to jsonb", "ALTER TABLE t ALTER j TYPE jsonb",
         "type-incompatible contract mostly/no access exclusive +R"},
        {"same type", "ALTER TABLE t ALTER b TYPE varchar(10)", "type-same neutral yes/yes access exclusive"},
        {"timestamp to timestamptz", "ALTER TABLE t ALTER ts TYPE timestamptz",
         "timestamp-zone contract depends/depends access exclusive +R", skip},
        {"collation", "ALTER TABLE t ALTER e TYPE text COLLATE \"C\"",
         "change-collation contract depends/depends access exclusive +IB"},
        {"set not null", "ALTER TABLE t ALTER a SET NOT NULL", "set-not-null contract yes/no access exclusive +V"},
        {"set not null behind a valid check", "ALTER TABLE t ALTER checked SET NOT NULL",
         "set-not-null expand yes/yes access exclusive"},
        {"drop not null", "ALTER TABLE t ALTER nn DROP NOT NULL", "drop-not-null relax mostly/yes access exclusive"},
        {"set default", "ALTER TABLE t ALTER a SET DEFAULT 7", "set-default expand yes/yes access exclusive"},
        {"drop default of a NOT NULL column", "ALTER TABLE t ALTER n DROP DEFAULT",
         "drop-default contract yes/no access exclusive"},
        {"drop default of a nullable column", "ALTER TABLE t ALTER a DROP DEFAULT",
         "drop-default relax yes/yes access exclusive"},
        {"add check", "ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0)", "add-check contract yes/no access exclusive +V"},
        {"add check not valid", "ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0) NOT VALID",
         "add-check-not-valid contract yes/no access exclusive"},
        {"validate", "ALTER TABLE t VALIDATE CONSTRAINT pos",
         "validate-constraint neutral yes/yes share update exclusive +V"},
        {"add foreign key", "ALTER TABLE t ADD CONSTRAINT x FOREIGN KEY (a) REFERENCES other",
         "add-foreign-key contract yes/no share row exclusive +V"},
        {"add foreign key not valid", "ALTER TABLE t ADD CONSTRAINT x FOREIGN KEY (a) REFERENCES other NOT VALID",
         "add-foreign-key-not-valid contract yes/no share row exclusive"},
        {"add unique", "ALTER TABLE t ADD CONSTRAINT x UNIQUE (a)", "add-unique contract yes/no access exclusive +IB"},
        {"add unique over more than a unique one", "ALTER TABLE t ADD CONSTRAINT x UNIQUE (id, a)",
         "add-unique-superset expand yes/yes access exclusive +IB"},
        {"add unique using an index", "ALTER TABLE t ADD CONSTRAINT x UNIQUE USING INDEX t_e",
         "add-unique-using-index neutral yes/yes access exclusive"},
        {"add primary key", "ALTER TABLE uses ADD PRIMARY KEY (x)",
         "add-primary-key contract yes/no access exclusive +V +IB"},
        {"exclude", "ALTER TABLE t ADD CONSTRAINT x EXCLUDE (a WITH =)",
         "add-exclusion contract yes/no access exclusive +IB"},
        {"drop check", "ALTER TABLE t DROP CONSTRAINT pos", "drop-check relax mostly/yes access exclusive"},
        {"drop foreign key", "ALTER TABLE t DROP CONSTRAINT t_ref_fkey",
         "drop-foreign-key relax mostly/yes access exclusive"},
        {"drop unique", "ALTER TABLE t DROP CONSTRAINT t_u_key", "drop-unique contract yes/no access exclusive"},
        {"drop primary key", "ALTER TABLE t DROP CONSTRAINT t_pkey", "drop-unique contract yes/no access exclusive"},
        {"rename constraint", "ALTER TABLE t RENAME CONSTRAINT pos TO x",
         "rename-constraint expand yes/mostly access exclusive"},
        {"rename index", "ALTER INDEX t_a RENAME TO x", "rename-index expand yes/yes share update exclusive", skip},
        {"create index", "CREATE INDEX ON t (b)", "create-index expand yes/yes share +IB"},
        {"create index concurrently", "CREATE INDEX CONCURRENTLY x ON t (b)",
         "create-index-concurrently expand yes/yes share update exclusive +IB", skip},
        {"create unique index", "CREATE UNIQUE INDEX x ON t (b)", "create-unique-index contract yes/no share +IB"},
        {"drop index", "DROP INDEX t_a", "drop-index neutral yes/yes access exclusive"},
        {"drop index concurrently", "DROP INDEX CONCURRENTLY t_a",
         "drop-index-concurrently neutral yes/yes share update exclusive", skip},
        {"drop unique index", "DROP INDEX t_e", "drop-unique-index contract yes/no access exclusive"},
        {"reindex", "REINDEX TABLE t", "reindex neutral yes/yes share +IB"},
        {"reindex concurrently", "REINDEX TABLE CONCURRENTLY t",
         "reindex-concurrently neutral yes/yes share update exclusive +IB", skip},
        {"append to a view", "CREATE OR REPLACE VIEW v AS SELECT id, a, b FROM t",
         "replace-view expand yes/yes access exclusive", skip},
        {"drop view", "DROP VIEW v", "drop-view contract no/no access exclusive", skip},
        {"rename view", "ALTER VIEW v RENAME TO x", "rename-view contract no/no access exclusive", skip},
        {"refresh", "REFRESH MATERIALIZED VIEW mv", "refresh-view migrate yes/yes access exclusive +R", skip},
        {"refresh concurrently", "REFRESH MATERIALIZED VIEW CONCURRENTLY mv",
         "refresh-view-concurrently migrate yes/yes exclusive", skip},
        {"create trigger", "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch()",
         "create-trigger neutral depends/depends share row exclusive"},
        {"drop trigger", "DROP TRIGGER touched ON t", "drop-trigger contract depends/depends access exclusive"},
        {"replace function",
         "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
         "replace-function neutral depends/depends"},
        {"drop function", "DROP FUNCTION touch() CASCADE", "drop-function contract no/no", skip},
        {"enum add value", "ALTER TYPE mood ADD VALUE 'calm'", "enum-add-value expand mostly/yes"},
        {"enum rename value", "ALTER TYPE mood RENAME VALUE 'sad' TO 'low'", "enum-rename-value contract no/no"},
        {"drop type", "DROP TYPE mood", "drop-object contract no/no"},
        {"drop schema", "DROP SCHEMA extra", "drop-object contract no/no"},
        {"drop sequence", "DROP SEQUENCE seq", "drop-object contract no/no"},
        {"domain add check", "ALTER DOMAIN bare ADD CHECK (VALUE > 0)", "domain-check contract yes/no share +V", skip},
        {"attach partition", "ALTER TABLE parted ATTACH PARTITION part2 FOR VALUES FROM (10) TO (20)",
         "attach-partition expand yes/yes share update exclusive +V", skip},
        {"detach partition", "ALTER TABLE parted DETACH PARTITION part1",
         "detach-partition contract no/no access exclusive", skip},
        {"set unlogged", "ALTER TABLE t SET UNLOGGED", "rewrite-table neutral yes/yes access exclusive +R"},
        {"cluster", "CLUSTER t USING t_a", "rewrite-table neutral yes/yes access exclusive +R"},
        {"vacuum full", "VACUUM FULL t", "rewrite-table neutral yes/yes access exclusive +R", skip},
        {"set schema", "ALTER TABLE t SET SCHEMA extra", "set-schema contract no/no access exclusive"},
        {"row security", "ALTER TABLE t ENABLE ROW LEVEL SECURITY", "row-security contract no/no access exclusive"},
        {"revoke", "REVOKE ALL ON t FROM PUBLIC", "revoke contract no/no"},
        {"storage parameter", "ALTER TABLE t SET (fillfactor = 70)", "setting neutral yes/yes share update exclusive"},
        {"statistics", "ALTER TABLE t ALTER a SET STATISTICS 100", "setting neutral yes/yes share update exclusive"},
        {"comment", "COMMENT ON TABLE t IS 'x'", "setting neutral yes/yes share update exclusive"},
        {"update", "UPDATE t SET a = 2 WHERE id = 1", "move-data migrate yes/yes row exclusive"},
        {"insert select", "INSERT INTO other (name) SELECT e FROM t", "move-data migrate yes/yes row exclusive", skip},
        {"delete", "DELETE FROM t WHERE id = 5", "move-data migrate yes/yes row exclusive"},
        {"dynamic block", "DO $$ BEGIN EXECUTE (SELECT string_agg(e, ';') FROM t); END $$",
         "unread-block opaque unknown/unknown", skip},
        {"call of what nobody knows", "CALL migrate_everything()", "unknown-call opaque unknown/unknown", skip},
    };
}
