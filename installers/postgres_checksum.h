#pragma once

#include "installers/database_checksum.h"
#include "installers/problem.h"

#include <QByteArray>
#include <QString>

namespace installers {

/// What a PostgreSQL database holds, in a form that a restore must give again:
///     table NAME           rows, and two sums over the halves of each row's MD5, whatever order they are read in
///     sequence NAME        the last value, and whether it was given out
///     large objects        how many, and a sum over the MD5 of each with its number
///     relation, function, type, … NAME    owner, privileges, columns, body: what the catalogs say of it
/// Definitions that PostgreSQL prints anew from its parse tree (views, defaults, checks) are told by their names only:
/// the print of a print differs. Materialised views hold what their query gives at the restore, so their rows are not
/// compared.
///
/// Roads not taken: comparing dumps as text (the same print of a print); one hash over rows in an order (which needs a
/// key, and a sort of every table); a page checksum (which never proved that a row can be read).
///
/// psql statements that print it, one JSON array a line, under settings that no database can change. They read every
/// row and want one snapshot: BEGIN ISOLATION LEVEL REPEATABLE READ comes before. From PostgreSQL 10 on.
[[nodiscard]] QByteArray checksumStatements();

/// What they printed. Errors: databaseDamaged (subject: `where`), when it is not what they print.
[[nodiscard]] Done<DatabaseChecksum> readChecksum(const QByteArray& printed, const QString& where);

}  // namespace installers
