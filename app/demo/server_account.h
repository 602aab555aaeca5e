#pragma once

#include "app/demo/problem.h"

#include <QStringList>
#include <sys/types.h>

namespace demo {

/// Whom the servers of a demo site run as: this process's own account; where that is root, whom PostgreSQL refuses, an
/// ordinary one of the machine.
struct ServerAccount {
    QString name;
    uid_t user = 0;
    gid_t group = 0;

    [[nodiscard]] static Made<ServerAccount> find();

    /// Makes the path the account's own.
    [[nodiscard]] Made<void> own(const QString& path) const;
    /// Whether the account gets to the folder: every folder above it has to let it through.
    [[nodiscard]] Made<void> checkReach(const QString& folder) const;
    /// What the program printed. It runs in `folder`; failures carry its words.
    [[nodiscard]] Made<QByteArray> run(const QString& program, const QStringList& arguments,
                                       const QString& folder) const;
};

/// The same as this process itself, with the text as its standard input.
[[nodiscard]] Made<QByteArray> runProgram(const QString& program, const QStringList& arguments,
                                          const QByteArray& input = {});

}  // namespace demo
