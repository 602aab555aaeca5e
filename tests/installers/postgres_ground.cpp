#include "tests/installers/postgres_ground.h"

namespace mini {

namespace {

/// Everything that has a row in the checksum, and everything that a dump leaves out.
constexpr const char* everything = R"sql(
DO $$ BEGIN CREATE ROLE clerk LOGIN; CREATE ROLE auditor; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE SCHEMA app AUTHORIZATION clerk;
CREATE TYPE app.state AS ENUM ('open', 'it''s closed');
CREATE DOMAIN app.cents AS bigint CHECK (VALUE > -1000000);
CREATE SEQUENCE app.number START 41 INCREMENT 3;
SELECT nextval('app.number'), nextval('app.number');
CREATE TABLE app.account(id int PRIMARY KEY, name text COLLATE "C" NOT NULL, "t" text, state app.state, at timestamptz DEFAULT now(),
    kind varchar(9) CHECK (kind IN ('a', 'b')));
INSERT INTO app.account SELECT i, 'konto blåbær ' || i, 'x', 'open', '2026-03-29 02:30+02', 'a' FROM generate_series(1, 300) AS i;
CREATE TABLE app.entry(account int REFERENCES app.account, amount numeric(30, 10), rate double precision, paid money,
    took interval, raw bytea, doc jsonb, tags text[], big app.cents) PARTITION BY RANGE (account);
CREATE TABLE app.entry_low PARTITION OF app.entry FOR VALUES FROM (0) TO (100);
CREATE TABLE app.entry_high PARTITION OF app.entry FOR VALUES FROM (100) TO (1000);
INSERT INTO app.entry SELECT i, i / 7.0, i / 3.0, i::numeric::money, make_interval(mins => i), decode(md5(i::text), 'hex'),
    jsonb_build_object('n', i, 'é', NULL), ARRAY['a|b', NULL, E'c\nd'], i FROM generate_series(1, 300) AS i;
CREATE TABLE "Odd|name"("a b" int, "c""d" text); INSERT INTO "Odd|name" VALUES (1, E'tab\there'), (1, E'tab\there'), (NULL, '');
CREATE TABLE parent(a int); CREATE TABLE child(b int) INHERITS (parent); INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2, 3);
CREATE UNLOGGED TABLE session(a int); INSERT INTO session VALUES (7);
CREATE VIEW app.open_accounts AS SELECT * FROM app.account WHERE kind IN ('a', 'c');
CREATE MATERIALIZED VIEW app.totals AS SELECT account % 10 AS g, sum(amount) FROM app.entry GROUP BY 1;
CREATE INDEX ON app.account (lower(name)); CREATE UNIQUE INDEX ON app.totals (g);
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $f$ BEGIN NEW.t := 'touched'; RETURN NEW; END $f$;
CREATE TRIGGER touch BEFORE UPDATE ON app.account FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.account ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON app.account USING (name = current_user);
ALTER TABLE app.account OWNER TO clerk; GRANT SELECT (id), UPDATE (t) ON app.account TO auditor; GRANT SELECT ON app.entry TO PUBLIC;
REVOKE EXECUTE ON FUNCTION app.touch() FROM PUBLIC;
COMMENT ON TABLE app.account IS 'who''s who';
SELECT lo_from_bytea(70001, decode(repeat('00ff', 3000), 'hex')), lo_from_bytea(70002, '');
)sql";

constexpr const char* aboutTheDatabase = R"sql(
ALTER DATABASE ledger OWNER TO clerk; ALTER DATABASE ledger CONNECTION LIMIT 17;
REVOKE CONNECT, TEMP ON DATABASE ledger FROM PUBLIC; GRANT CONNECT ON DATABASE ledger TO auditor WITH GRANT OPTION;
ALTER DATABASE ledger SET search_path TO "$user", app, public; ALTER DATABASE ledger SET work_mem TO '7MB';
ALTER DATABASE ledger SET "app.tenant" TO 'Bergen = "1", \x'; ALTER DATABASE ledger SET datestyle TO 'SQL, DMY';
ALTER ROLE clerk IN DATABASE ledger SET lock_timeout TO '3s';
COMMENT ON DATABASE ledger IS 'The firm''s \books';
)sql";

}  // namespace

bool makeLedger(const support::PostgresServer& server, const char* contents)
{
    for (const char* const old : {"ledger", "ledger_cairn_beside", "ledger_cairn_verify", "ledger_cairn_parked"}) {
        if (!server.run(QStringLiteral("postgres"),
                        QStringLiteral("UPDATE pg_database SET datallowconn = true WHERE datname = '%1'")
                            .arg(QLatin1String(old))) ||
            !server.run(QStringLiteral("postgres"),
                        QStringLiteral("DROP DATABASE IF EXISTS %1 WITH (FORCE)").arg(QLatin1String(old))))
            return false;
    }
    return server.createDatabase(ledger) &&
           server.run(ledger, QString::fromUtf8(contents == nullptr ? everything : contents)) &&
           (contents != nullptr || server.run(QStringLiteral("postgres"), QString::fromUtf8(aboutTheDatabase)));
}

installers::DatabaseChecksum PostgresGround::checksumOf(const QString& database)
{
    const auto connection = installers::PostgresConnection::of(site, paths);
    auto checksum = installers::PostgresServerAccess(context, *connection, QStringLiteral("test")).checksumOf(database);
    if (!checksum)
        qWarning("%s", qPrintable(checksum.error().detail));
    return checksum.value_or(installers::DatabaseChecksum());
}

QJsonObject PostgresGround::propertiesOf(const QString& database)
{
    const auto connection = installers::PostgresConnection::of(site, paths);
    return installers::PostgresServerAccess(context, *connection, QStringLiteral("test"))
        .propertiesOf(database)
        .value_or(QJsonObject());
}

QString PostgresGround::databases() const
{
    return server
        .run(QStringLiteral("postgres"),
             QStringLiteral("SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE datname LIKE "
                            "'ledger%'"))
        .value_or(QString());
}

}  // namespace mini
