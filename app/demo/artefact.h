#pragma once

#include "app/demo/problem.h"

#include <QByteArray>
#include <QList>
#include <QMap>

namespace demo {

/// A release of the demo product as its own build knows it: one line of product/releases.tsv.
struct BuiltRelease {
    QString version;
    int schema = 0;
    [[nodiscard]] QString artefact() const { return QStringLiteral("ledger-%1.tar").arg(version); }
};

/// The files of a release by their path inside it; programs are those below bin/.
using ReleaseFiles = QMap<QString, QByteArray>;

/// How the releases of the demo product are built from product/, the folder of their sources. A folder there holds
/// files for the releases its name says: `all`, a range of schema versions (`42-50`, `61-`), or one version (`4.2.7`).
/// A release is every folder that says it, laid over each other; two folders with the same file for one release are an
/// error. Sources with conditions inside were dropped: here the file that a release ships can be read as it is.
class ProductSources {
public:
    [[nodiscard]] static Made<ProductSources> read(const QString& productFolder);

    [[nodiscard]] const QList<BuiltRelease>& releases() const { return m_releases; }
    [[nodiscard]] Made<ReleaseFiles> files(const BuiltRelease& release) const;

private:
    struct Layer {
        QString name;
        QString version;  ///< empty: by schema
        int first = 0;
        int last = 0;
        ReleaseFiles files;
        [[nodiscard]] bool holds(const BuiltRelease& release) const;
    };
    QList<BuiltRelease> m_releases;
    QList<Layer> m_layers;
};

/// An uncompressed tar (ustar) with the same bytes for the same files, on every machine: sorted, owned by 0:0, one
/// fixed time, and the modes 755 for programs, 644 for the rest.
[[nodiscard]] Made<QByteArray> pack(const ReleaseFiles& files);

/// Writes the files of a release below `folder`, which is made.
[[nodiscard]] Made<void> unpack(const ReleaseFiles& files, const QString& folder);

}  // namespace demo
