#pragma once

#include <QString>

namespace app {

/// A step of a run by its journal id, in words: `7/open` is "hop 7, opening", `rollback/7/restore` "way back of hop 7,
/// restoring the backup". Names that a catalog gives stay as they are; texts of another form too.
[[nodiscard]] QString stepText(const QString& id);

/// The same without its hop: "opening".
[[nodiscard]] QString stepName(const QString& id);

}  // namespace app
