#pragma once

#include "app/cli/password.h"
#include "catalog/minisign_secret.h"

namespace cli {

/// Reads a secret key of minisign, and asks for its password where it has one. Errors: those of reading text files, of
/// readSecretKey() and of askPassword().
[[nodiscard]] catalog::Result<catalog::SecretKey> openSecretKey(const QString& file, const PasswordSource& password);

/// The words of a trusted comment as minisign writes them, then ours: `timestamp:… file:… …`, a tab between them.
[[nodiscard]] std::string trustedComment(const QString& file, qint64 timestamp, const std::vector<std::string>& claims);

}  // namespace cli
