#pragma once

#include <QDateTime>
#include <QString>

namespace installers {

/// What a run that waits for a person wants to be done.
struct ManualWait {
    QString step;  ///< its id in the run, such as 1/move-cables
    QString text;  ///< the catalog's words
    bool operator==(const ManualWait&) const = default;
};

/// Somebody's word that a manual step has been done.
struct Confirmation {
    QString step;
    QString by;  ///< the person's name
    QDateTime at;
    bool operator==(const Confirmation&) const = default;
};

/// What a person typed to confirm a step: its id in the run, or the catalog's where that is the one waited for.
struct Confirming {
    QString step;
    QString by;
};

/// Whether that can be somebody's name: something to read on one line of at most 200 characters.
[[nodiscard]] bool isName(const QString& by);

}  // namespace installers
