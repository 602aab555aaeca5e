#pragma once

#include "tests/ledger/database.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>

namespace ledger {

/// What a release brings along in its folder: release.json (version, schema), settings.json (how its texts and its
/// journal are written, which conversions it relies on), queries/NAME.sql and checks/NAME.sql. Where PostgreSQL wants
/// other words there is a NAME.postgresql.sql beside. The engine is the same for every release; what a release can read
/// and write is all in here.
struct ReleaseFolder {
    enum class Encoding { latin1, utf8 };

    QString version;
    qint64 schema = 0;
    Encoding encoding = Encoding::utf8;
    QByteArray journal;  ///< SQLite's journal_mode
    QStringList conversions;
    QMap<QString, QByteArray> queries;
    QMap<QString, QByteArray> checks;  ///< a row of one of these is something that is wrong

    [[nodiscard]] static Result<ReleaseFolder> read(const QString& folder, DatabaseKind database);

    [[nodiscard]] QString decode(const QByteArray& bytes) const;
    [[nodiscard]] QByteArray encode(const QString& text) const;
};

}  // namespace ledger
