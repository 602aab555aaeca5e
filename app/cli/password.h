#pragma once

#include "catalog/error.h"

#include <QString>
#include <string>

namespace cli {

/// Where a secret key's password may come from. Never an argument, which every user of the machine can read.
struct PasswordSource {
    QString file;        ///< its first line
    QString descriptor;  ///< an open one's number; its first line
};

/// From the file, the descriptor, CAIRN_KEY_PASSWORD, or the terminal, which shows nothing of it; the first that there
/// is. Errors: fileMissing, fileUnreadable, passwordMissing.
[[nodiscard]] catalog::Result<std::string> askPassword(const PasswordSource& source, const QString& prompt);

}  // namespace cli
