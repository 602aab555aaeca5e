#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace installers {

/// What belongs to a PostgreSQL database but not to its dump. As JSON: "owner", "encoding", "collate", "ctype",
/// "provider", "locale", "rules", "tablespace", "limit", "template", "comment", "acl" ([[grantee or "", privilege,
/// grantable]…]) and "settings" ([[role or "", name, value]…]), each list in one order.
[[nodiscard]] QString propertiesQuery(const QString& database);

/// CREATE DATABASE with the encoding and the collations.
[[nodiscard]] QString createStatement(const QString& database, const QString& source, const QJsonObject& properties);

/// The rest, as statements for one transaction.
[[nodiscard]] QString giveStatements(const QString& database, const QJsonObject& properties);

/// The first property that is not the same, with both values; empty: none.
[[nodiscard]] QString firstPropertyDifference(const QJsonObject& wanted, const QJsonObject& found);

}  // namespace installers
