#include "installers/postgres_checksum.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace installers {

namespace {

/// Values print as the session says; the database's own settings must not reach them.
constexpr const char* sessionSettings = R"(SET search_path = pg_catalog;
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';
SET bytea_output = 'hex';
SET extra_float_digits = 3;
SET lc_monetary = 'C';
SET lc_numeric = 'C';
SET xmlbinary = 'base64';
SET row_security = off;
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_min_messages = error;
)";

/// One row of the answer for each name of the inner query, which gives name, number and text.
QByteArray listed(const char* kind, const char* query)
{
    return QByteArray("SELECT json_build_array('") + kind +
           "', name, sum(n)::bigint, md5(string_agg(said, ',' ORDER BY said COLLATE \"C\"))) FROM (SELECT name::text, "
           "n, "
           "md5(coalesce(said, '')) FROM (" +
           query + ") AS listed(name, n, said)) AS hashed(name, n, said) GROUP BY name ORDER BY name COLLATE \"C\";\n";
}

#define CAIRN_OURS "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'"
/// Privileges as a text in one order; those nobody ever changed as what they mean.
#define CAIRN_RIGHTS(acl, kind, owner)                                                                                 \
    "(SELECT string_agg(right_::text, ',' ORDER BY right_::text COLLATE \"C\") FROM unnest("                           \
    "coalesce(" acl ", acldefault('" kind "', " owner "))) AS right_)"

constexpr const char* halves = "coalesce(sum(('x' || substr(h, 1, 16))::bit(64)::bigint::numeric), 0)::text || ' ' || "
                               "coalesce(sum(('x' || substr(h, 17))::bit(64)::bigint::numeric), 0)::text";

QByteArray tableSums()
{
    return QByteArray("SELECT format($f$SELECT json_build_array('table', %L, count(*), ") + halves +
           ") FROM (SELECT md5((cairn_row.*)::text) AS h FROM ONLY %I.%I AS cairn_row) AS hashed$f$, "
           "n.nspname || '.' || c.relname, n.nspname, c.relname) "
           "FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace "
           "WHERE c.relkind = 'r' AND " CAIRN_OURS " ORDER BY c.oid \\gexec\n";
}

QByteArray sequences()
{
    return "SELECT format($f$SELECT json_build_array('sequence', %L, last_value, is_called::text) FROM %I.%I$f$, "
           "n.nspname || '.' || c.relname, n.nspname, c.relname) "
           "FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace "
           "WHERE c.relkind = 'S' AND " CAIRN_OURS " ORDER BY c.oid \\gexec\n";
}

QByteArray largeObjects()
{
    return QByteArray("SELECT json_build_array('large objects', '', count(*), ") + halves +
           ") FROM (SELECT md5(oid::text || ':' || md5(lo_get(oid))) AS h FROM pg_largeobject_metadata) AS hashed;\n";
}

/// An index keeps the name that its column had when it was made; what comes back from a dump has today's.
QByteArray relations()
{
    return listed(
        "relation",
        "SELECT n.nspname || '.' || c.relname, (SELECT count(*) FROM pg_attribute AS a WHERE a.attrelid = c.oid "
        "AND a.attnum > 0 AND NOT a.attisdropped), concat_ws('/', CASE c.relkind WHEN 'I' THEN 'i' ELSE c.relkind END, "
        "c.relpersistence, pg_get_userbyid(c.relowner), CASE WHEN c.relkind IN ('i', 'I', 'c') THEN '' "
        "WHEN c.relkind = 'S' THEN " CAIRN_RIGHTS("c.relacl", "s", "c.relowner") " ELSE " CAIRN_RIGHTS(
            "c.relacl", "r",
            "c.relowner") " END, c.reloptions::text, (SELECT "
                          "string_agg(concat_ws(' ', CASE WHEN c.relkind IN ('i', 'I') THEN (SELECT t.attname FROM "
                          "pg_index AS x JOIN pg_attribute AS t ON t.attrelid = x.indrelid AND t.attnum = "
                          "x.indkey[a.attnum - 1] WHERE x.indexrelid = c.oid) ELSE a.attname END, "
                          "format_type(a.atttypid, a.atttypmod), a.attnotnull, "
                          "a.atthasdef), ',' ORDER BY a.attnum) FROM pg_attribute AS a WHERE a.attrelid = c.oid AND "
                          "a.attnum > 0 AND NOT a.attisdropped)) "
                          "FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE " CAIRN_OURS);
}

QByteArray others()
{
    QByteArray all;
    all += listed("schema", "SELECT n.nspname, 1, concat_ws('/', pg_get_userbyid(n.nspowner), " CAIRN_RIGHTS(
                                "n.nspacl", "n", "n.nspowner") ") FROM pg_namespace AS n WHERE " CAIRN_OURS);
    all += listed(
        "function",
        "SELECT n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', 1, "
        "concat_ws('/', pg_get_userbyid(p.proowner), " CAIRN_RIGHTS(
            "p.proacl", "f",
            "p.proowner") ", p.prosrc, p.prolang::text, p.provolatile, p.prosecdef) FROM pg_proc AS p "
                          "JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE p.prolang < 16384 AND " CAIRN_OURS);
    all += listed(
        "type", "SELECT n.nspname || '.' || t.typname, 1, concat_ws('/', t.typtype, pg_get_userbyid(t.typowner), "
                "(SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = "
                "t.oid), format_type(t.typbasetype, t.typtypmod)) FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = "
                "t.typnamespace WHERE t.typtype IN ('d', 'e', 'r') AND " CAIRN_OURS);
    all += listed(
        "constraint",
        "SELECT n.nspname || '.' || coalesce(c.relname || '.', '') || k.conname, 1, concat_ws('/', k.contype, "
        "k.convalidated, k.condeferrable, k.condeferred) FROM pg_constraint AS k JOIN pg_namespace AS n ON "
        "n.oid = k.connamespace LEFT JOIN pg_class AS c ON c.oid = k.conrelid WHERE k.contype <> 'n' AND " CAIRN_OURS);
    all +=
        listed("trigger",
               "SELECT n.nspname || '.' || c.relname || '.' || g.tgname, 1, concat_ws('/', g.tgtype, g.tgenabled) FROM "
               "pg_trigger AS g JOIN pg_class AS c ON c.oid = g.tgrelid JOIN pg_namespace AS n ON n.oid = "
               "c.relnamespace WHERE NOT g.tgisinternal AND " CAIRN_OURS);
    all += listed(
        "policy",
        "SELECT n.nspname || '.' || c.relname || '.' || p.polname, 1, concat_ws('/', p.polcmd, c.relrowsecurity, "
        "c.relforcerowsecurity) FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid JOIN pg_namespace "
        "AS n ON n.oid = c.relnamespace WHERE " CAIRN_OURS);
    all += listed(
        "rule", "SELECT n.nspname || '.' || c.relname || '.' || r.rulename, 1, concat_ws('/', r.ev_type, r.ev_enabled) "
                "FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class JOIN pg_namespace AS n ON n.oid = "
                "c.relnamespace WHERE " CAIRN_OURS);
    all +=
        listed("extension", "SELECT e.extname, 1, concat_ws('/', e.extversion, n.nspname) FROM pg_extension AS e JOIN "
                            "pg_namespace AS n ON n.oid = e.extnamespace");
    all += listed("comments",
                  "SELECT d.classoid::regclass::text, count(*), string_agg(d.description, ',' ORDER BY "
                  "d.description COLLATE \"C\") FROM pg_description AS d WHERE d.objoid >= 16384 AND d.classoid "
                  "<> 'pg_constraint'::regclass GROUP BY 1");
    for (const char* const catalog :
         {"pg_operator", "pg_opclass", "pg_opfamily", "pg_cast", "pg_collation", "pg_conversion", "pg_language",
          "pg_ts_config", "pg_ts_dict", "pg_foreign_data_wrapper", "pg_foreign_server", "pg_event_trigger",
          "pg_default_acl"})
        all += QByteArray("SELECT json_build_array('") + catalog + "', '', count(*), '') FROM " + catalog +
               " WHERE oid >= 16384;\n";
    return all;
}

#undef CAIRN_OURS
#undef CAIRN_RIGHTS

}  // namespace

QByteArray checksumStatements()
{
    return QByteArray(sessionSettings) + tableSums() + sequences() + largeObjects() + relations() + others();
}

Done<DatabaseChecksum> readChecksum(const QByteArray& printed, const QString& where)
{
    DatabaseChecksum checksum;
    for (const QByteArray& line : printed.split('\n')) {
        if (line.trimmed().isEmpty())
            continue;
        const QJsonArray fields = QJsonDocument::fromJson(line).array();
        constexpr qsizetype wanted = 4;
        if (fields.size() != wanted)
            return tl::unexpected(
                RunProblem{RunProblemCode::databaseDamaged, where, QString::fromUtf8(line.left(200)), {}});
        const QString name = fields.at(1).toString();
        const QString key = fields.at(0).toString() + (name.isEmpty() ? QString() : QLatin1Char(' ') + name);
        checksum.insert(key, TableChecksum{fields.at(2).toInteger(), fields.at(3).toString()});
    }
    return checksum;
}

}  // namespace installers
