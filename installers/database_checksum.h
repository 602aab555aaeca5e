#pragma once

#include "installers/problem.h"

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <chrono>

namespace installers {

/// What a database holds: for each table its number of rows and a digest of all of them, and under the name "" what is
/// about the database as a whole. Two databases with equal checksums hold the same, however their pages lie.
struct TableChecksum {
    qint64 rows = 0;
    QString digest;
    bool operator==(const TableChecksum&) const = default;
};
using DatabaseChecksum = QMap<QString, TableChecksum>;

/// Runs `PRAGMA integrity_check` and reads every row of a SQLite database: the SHA-256 over every value in the table's
/// own order, and under "" the schema, user_version and application_id. The file is opened as its own program would
/// open it, because a journal or a WAL beside it is part of the database. Errors: databaseDamaged.
[[nodiscard]] Done<DatabaseChecksum> checksumOfDatabase(const QString& path);

/// Only opens it and runs integrity_check, waiting for others at most `patience`. Errors: databaseDamaged,
/// databaseLocked (without who).
[[nodiscard]] Done<void> checkDatabase(const QString& path,
                                       std::chrono::milliseconds patience = std::chrono::seconds(10));

/// The first table that is not the same in both ("schema" for the schema); empty when there is none.
[[nodiscard]] QString firstDifference(const DatabaseChecksum& a, const DatabaseChecksum& b);
/// One digest over all of it.
[[nodiscard]] QString digestOf(const DatabaseChecksum& checksum);

/// As a manifest holds it, and back.
[[nodiscard]] QJsonObject toJson(const DatabaseChecksum& checksum);
[[nodiscard]] DatabaseChecksum checksumFrom(const QJsonObject& object);

/// Whether the file is a SQLite database, by its first bytes; an empty file is not.
[[nodiscard]] bool isDatabaseFile(const QString& path);

}  // namespace installers
