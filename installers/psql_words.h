#pragma once

#include <QByteArray>
#include <QString>

namespace installers {

/// What psql says with VERBOSITY=verbose, which names errors by codes that are the same in every language.
struct PsqlWords {
    QByteArray output;  ///< as with the usual verbosity
    QString state;      ///< the SQLSTATE of the last message; empty: none
};
[[nodiscard]] PsqlWords readPsqlWords(const QByteArray& output);

}  // namespace installers
