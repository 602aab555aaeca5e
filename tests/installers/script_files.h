#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <tl/expected.hpp>
#include <vector>

namespace chain {

enum class Database { sqlite, postgresql };

/// One step of a vendor's history.
struct Script {
    QString name;     ///< below the folder
    QByteArray text;  ///< what is applied: of files with both directions, the way up
    QString why;      ///< why it cannot be in one transaction; empty: it can
};

struct History {
    std::vector<Script> scripts;  ///< in their order
    QStringList included;         ///< scripts without a number that others name, as \ir does
    QStringList notes;            ///< what was left out, and what looks odd
};

/// The scripts of a folder in the order of the numbers that their names begin with:
///     001_init.sql, 0002-more.sql, 1.2.3.sql, 20240131120000_x.sql   numbers, however separated
///     V1__init.sql, V1.2__x.sql                        Flyway; U… and R… are left out
///     001_x.up.sql with 001_x.down.sql                 the way up
///     2024-01-31-000000_x/up.sql, 20240131_x/migration.sql           the folder's number
/// and of files with both directions (`-- +goose Up`, `-- +migrate Up`, `-- migrate:up`) the part that leads up.
/// The failure is a text for people.
[[nodiscard]] tl::expected<History, QString> readHistory(const QString& folder, Database database);

}  // namespace chain
