#include "installers/postgres_marker.h"

#include "installers/postgres_client.h"

namespace installers::marker {

namespace {

QString block(const QString& body) { return QStringLiteral("DO $cairn$ BEGIN %1 END $cairn$").arg(body); }

/// The setting is the transaction's own, and gone with it.
const char* const sameTransaction =
    "IF pg_catalog.current_setting('cairn.transaction', true) IS DISTINCT FROM pg_catalog.txid_current()::text THEN"
    " RAISE EXCEPTION 'the script ended its own transaction'; END IF; ";

/// The script may have become somebody else.
const char* const asOneself = "RESET SESSION AUTHORIZATION; RESET ROLE; ";

}  // namespace

QString makeSchema()
{
    return QStringLiteral(
        "SET client_min_messages = warning;"
        "CREATE SCHEMA IF NOT EXISTS cairn;"
        "CREATE TABLE IF NOT EXISTS cairn.step_marker(id text PRIMARY KEY, run text NOT NULL, step text NOT NULL,"
        " applied timestamptz NOT NULL);"
        "CREATE TABLE IF NOT EXISTS cairn.step_cursor(id text PRIMARY KEY, next text, batches bigint NOT NULL,"
        " rows bigint NOT NULL, moved timestamptz NOT NULL);"
        "CREATE OR REPLACE FUNCTION cairn.cursor() RETURNS text LANGUAGE sql STABLE AS $$"
        " SELECT c.next FROM cairn.step_cursor c WHERE c.id = pg_catalog.current_setting('cairn.step') $$;"
        "CREATE OR REPLACE FUNCTION cairn.advance(text, bigint DEFAULT 0) RETURNS void LANGUAGE plpgsql AS $$ BEGIN"
        " INSERT INTO cairn.step_cursor AS c VALUES (pg_catalog.current_setting('cairn.step'), $1, 1,"
        " coalesce($2, 0), pg_catalog.now()) ON CONFLICT (id) DO UPDATE SET next = excluded.next,"
        " batches = c.batches + 1, rows = c.rows + excluded.rows, moved = excluded.moved;"
        " PERFORM pg_catalog.set_config('cairn.advanced', '=' || coalesce($1, ''), true); END $$;"
        "RESET client_min_messages");
}

QString hasSchema() { return QStringLiteral("SELECT to_regclass('cairn.step_marker') IS NOT NULL"); }

QString count(const QString& id)
{
    return QStringLiteral("SELECT count(*) FROM cairn.step_marker WHERE id = %1").arg(sqlLiteral(id));
}

QString insert(const Row& row)
{
    return QStringLiteral(
               "INSERT INTO cairn.step_marker VALUES (%1, %2, %3, pg_catalog.now()) ON CONFLICT (id) DO UPDATE "
               "SET run = excluded.run, step = excluded.step, applied = excluded.applied;")
        .arg(sqlLiteral(row.id), sqlLiteral(row.run), sqlLiteral(row.step));
}

QString beginTransaction(const QString& id)
{
    return block(
        QStringLiteral("PERFORM pg_catalog.set_config('cairn.transaction', pg_catalog.txid_current()::text, true);"
                       "PERFORM pg_catalog.set_config('cairn.step', %1, true);"
                       "PERFORM pg_catalog.set_config('cairn.began_at', '=' || coalesce(cairn.cursor(), ''), "
                       "true);"
                       "PERFORM pg_catalog.set_config('cairn.advanced', '', true);")
            .arg(sqlLiteral(id)));
}

QString endTransaction(const Row& row)
{
    return QString::fromLatin1(asOneself) + block(QString::fromLatin1(sameTransaction) + insert(row));
}

QString endBatch(const Row& row)
{
    return QString::fromLatin1(asOneself) +
           block(QString::fromLatin1(sameTransaction) +
                 QStringLiteral(
                     "CASE pg_catalog.current_setting('cairn.advanced') WHEN '' THEN RAISE EXCEPTION 'the batch did "
                     "not say "
                     "how far it got: SELECT cairn.advance(next, rows), with NULL after the last one';"
                     " WHEN '=' THEN %1"
                     " WHEN pg_catalog.current_setting('cairn.began_at') THEN RAISE EXCEPTION 'the batch ends where it "
                     "began: %', cairn.cursor();"
                     " ELSE NULL; END CASE;")
                     .arg(insert(row)));
}

QString progress(const QString& id)
{
    return QStringLiteral(
               "SELECT (SELECT count(*) FROM cairn.step_marker WHERE id = %1) || '|' || coalesce(max(batches), 0) "
               "|| '|' || coalesce(max(rows), 0) FROM cairn.step_cursor WHERE id = %1")
        .arg(sqlLiteral(id));
}

}  // namespace installers::marker
