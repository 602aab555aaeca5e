#pragma once

#include "app/demo/artefact.h"

namespace ledger {

/// What a catalog says about an artefact.
struct ArtefactEntry {
    qint64 size = 0;
    QByteArray sha256;
    bool operator==(const ArtefactEntry&) const = default;
};

/// By artefact name, as built from the sources in product/.
[[nodiscard]] demo::Made<QMap<QString, ArtefactEntry>> buildEntries(const QString& catalogFolder);

/// The YAML text with the size and digest of every artefact that `entries` knows; the rest of the text stays as it is.
/// An artefact stands on one line: {name: …, size: …, sha256: …}.
[[nodiscard]] QString withEntries(const QString& yaml, const QMap<QString, ArtefactEntry>& entries);

}  // namespace ledger
