#pragma once

#include <QByteArray>
#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace gates {

/// What one program did: standard output and standard error as they came.
struct Said {
    int code = -1;
    QString text;
};

/// The maker of the demo product: its signed catalog, its packages, and a customer's machine that is only folders.
class Vendor {
public:
    Vendor();

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] static QString gate(const QString& file);
    [[nodiscard]] static bool has(const QString& program);
    QString write(const QString& name, const QByteArray& bytes, bool executable = false) const;
    [[nodiscard]] QByteArray read(const QString& name) const;
    Said call(const QString& program, const QStringList& arguments) const;

    /// What the customer's machine is told from then on.
    void setEnvironment(const QString& name, const QString& value) { m_environment.insert(name, value); }

    /// Compiles the catalog with the given lines changed, and signs it: catalogs/NAME.cairn and its signature.
    void publish(const QString& name, const QByteArray& expires = {}) const;
    [[nodiscard]] QString catalog(const QString& name) const
    {
        return path(QStringLiteral("catalogs/%1.cairn").arg(name));
    }
    [[nodiscard]] QString key() const { return path(QStringLiteral("ledger.pub")); }

private:
    /// Where flushing costs nothing, if there is such a place: the tools flush all that they do.
    QTemporaryDir m_folder{
        (QFileInfo(QStringLiteral("/dev/shm")).isWritable() ? QStringLiteral("/dev/shm") : QDir::tempPath()) +
        QStringLiteral("/cairn-gates-XXXXXX")};
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

}  // namespace gates
