#include "installers/postgres_properties.h"

#include "installers/postgres_client.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <array>

namespace installers {

namespace {

/// Settings that are lists of names, which stand in the catalog as they would be written, each quoted by itself.
constexpr std::array listSettings{"local_preload_libraries",  "search_path",      "session_preload_libraries",
                                  "shared_preload_libraries", "temp_tablespaces", "unix_socket_directories"};

QString settingText(const QString& name, const QString& value)
{
    const bool isList = std::any_of(listSettings.begin(), listSettings.end(),
                                    [&](const char* list) { return name == QLatin1String(list); });
    return isList && !value.isEmpty() ? value : sqlLiteral(value);
}

QString propertyText(const QJsonObject& properties, const char* key)
{
    return properties.value(QLatin1String(key)).toString();
}

QString propertyPrint(const QJsonValue& value)
{
    return value.isArray()    ? QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact))
           : value.isString() ? value.toString()
                              : value.toVariant().toString();
}

}  // namespace

QString propertiesQuery(const QString& database)
{
    // Columns that came, went and were renamed between versions are read from the row as JSON.
    return QStringLiteral(
               "SELECT json_build_object('owner', pg_get_userbyid(d.datdba), 'encoding', "
               "pg_encoding_to_char(d.encoding), 'collate', d.datcollate, 'ctype', d.datctype, "
               "'provider', coalesce(r->>'datlocprovider', 'c'), "
               "'locale', coalesce(r->>'datlocale', r->>'daticulocale', ''), 'rules', coalesce(r->>'daticurules', ''), "
               "'tablespace', t.spcname, 'limit', d.datconnlimit, 'template', d.datistemplate, "
               "'comment', coalesce(shobj_description(d.oid, 'pg_database'), ''), "
               "'acl', (SELECT coalesce(json_agg(json_build_array(CASE WHEN a.grantee = 0 THEN '' ELSE "
               "pg_get_userbyid(a.grantee) END, a.privilege_type, a.is_grantable) ORDER BY a.grantee, "
               "a.privilege_type, "
               "a.is_grantable), '[]') FROM (SELECT DISTINCT grantee, privilege_type, is_grantable FROM "
               "aclexplode(coalesce(d.datacl, acldefault('d', d.datdba)))) AS a), "
               "'settings', (SELECT coalesce(json_agg(json_build_array(CASE WHEN s.setrole = 0 THEN '' ELSE "
               "pg_get_userbyid(s.setrole) END, split_part(c.pair, '=', 1), substr(c.pair, strpos(c.pair, '=') + 1)) "
               "ORDER "
               "BY s.setrole, c.pair), '[]') FROM pg_db_role_setting AS s, unnest(s.setconfig) AS c(pair) WHERE "
               "s.setdatabase = d.oid)) FROM pg_database AS d JOIN pg_tablespace AS t ON t.oid = d.dattablespace, "
               "to_jsonb(d) AS r WHERE d.datname = %1")
        .arg(sqlLiteral(database));
}

QString createStatement(const QString& database, const QString& source, const QJsonObject& properties)
{
    QString sql =
        QStringLiteral("CREATE DATABASE %1 TEMPLATE %2 ENCODING %3 LC_COLLATE %4 LC_CTYPE %5")
            .arg(sqlName(database), sqlName(source), sqlLiteral(propertyText(properties, "encoding")),
                 sqlLiteral(propertyText(properties, "collate")), sqlLiteral(propertyText(properties, "ctype")));
    // Only superusers may name the default one.
    const QString tablespace = propertyText(properties, "tablespace");
    if (tablespace != QLatin1String("pg_default"))
        sql += QStringLiteral(" TABLESPACE %1").arg(sqlName(tablespace));
    const QString provider = propertyText(properties, "provider");
    const QString locale = propertyText(properties, "locale");
    if (provider == QLatin1String("i")) {
        sql += QStringLiteral(" LOCALE_PROVIDER icu ICU_LOCALE %1").arg(sqlLiteral(locale));
        if (const QString rules = propertyText(properties, "rules"); !rules.isEmpty())
            sql += QStringLiteral(" ICU_RULES %1").arg(sqlLiteral(rules));
    } else if (provider == QLatin1String("b")) {
        sql += QStringLiteral(" LOCALE_PROVIDER builtin BUILTIN_LOCALE %1").arg(sqlLiteral(locale));
    }
    return sql;
}

QString giveStatements(const QString& database, const QJsonObject& properties)
{
    const QString name = sqlName(database);
    const QString owner = sqlName(propertyText(properties, "owner"));
    const QString comment = propertyText(properties, "comment");
    QStringList statements{QStringLiteral("ALTER DATABASE %1 OWNER TO %2").arg(name, owner),
                           QStringLiteral("ALTER DATABASE %1 CONNECTION LIMIT %2 IS_TEMPLATE %3")
                               .arg(name, QString::number(properties.value(QStringLiteral("limit")).toInt()),
                                    properties.value(QStringLiteral("template")).toBool() ? QStringLiteral("true")
                                                                                          : QStringLiteral("false")),
                           QStringLiteral("COMMENT ON DATABASE %1 IS %2")
                               .arg(name, comment.isEmpty() ? QStringLiteral("NULL") : sqlLiteral(comment)),
                           QStringLiteral("REVOKE ALL ON DATABASE %1 FROM PUBLIC, %2").arg(name, owner),
                           QStringLiteral("ALTER DATABASE %1 RESET ALL").arg(name)};
    const QJsonArray rights = properties.value(QStringLiteral("acl")).toArray();
    for (const auto& value : rights) {
        const QJsonArray right = value.toArray();
        const QString grantee = right.at(0).toString();
        statements.append(QStringLiteral("GRANT %1 ON DATABASE %2 TO %3%4")
                              .arg(right.at(1).toString(), name,
                                   grantee.isEmpty() ? QStringLiteral("PUBLIC") : sqlName(grantee),
                                   right.at(2).toBool() ? QStringLiteral(" WITH GRANT OPTION") : QString()));
    }
    const QJsonArray settings = properties.value(QStringLiteral("settings")).toArray();
    for (const auto& value : settings) {
        const QJsonArray setting = value.toArray();
        const QString role = setting.at(0).toString();
        const QString what = role.isEmpty() ? QStringLiteral("ALTER DATABASE %1").arg(name)
                                            : QStringLiteral("ALTER ROLE %1 IN DATABASE %2").arg(sqlName(role), name);
        // A name may have a dot, as those of extensions have.
        QStringList parts = setting.at(1).toString().split(QLatin1Char('.'));
        for (QString& part : parts)
            part = sqlName(part);
        statements.append(QStringLiteral("%1 SET %2 TO %3")
                              .arg(what, parts.join(QLatin1Char('.')),
                                   settingText(setting.at(1).toString(), setting.at(2).toString())));
    }
    return statements.join(QStringLiteral(";\n")) + QLatin1Char(';');
}

QString firstPropertyDifference(const QJsonObject& wanted, const QJsonObject& found)
{
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        if (found.value(it.key()) != it.value())
            return QStringLiteral("%1: %2 / %3")
                .arg(it.key(), propertyPrint(it.value()), propertyPrint(found.value(it.key())));
    }
    return {};
}

}  // namespace installers
