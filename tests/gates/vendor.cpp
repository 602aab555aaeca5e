#include "tests/gates/vendor.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

namespace gates {

Vendor::Vendor()
{
    QDir(m_folder.path()).mkpath(QStringLiteral("bin"));
    QDir(m_folder.path()).mkpath(QStringLiteral("catalogs"));
    QFile::link(QStringLiteral(CAIRN_PROGRAM), path(QStringLiteral("bin/cairn")));
    m_environment.insert(QStringLiteral("PATH"),
                         path(QStringLiteral("bin")) +
                             QStringLiteral(":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    m_environment.insert(QStringLiteral("HOME"), m_folder.path());
    m_environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    call(QStringLiteral("minisign"), {QStringLiteral("-G"), QStringLiteral("-W"), QStringLiteral("-p"), key(),
                                      QStringLiteral("-s"), path(QStringLiteral("ledger.key"))});
}

QString Vendor::gate(const QString& file)
{
    return qEnvironmentVariable("CAIRN_SOURCE_DIR") + QStringLiteral("/installers/gates/") + file;
}

bool Vendor::has(const QString& program) { return !QStandardPaths::findExecutable(program).isEmpty(); }

QString Vendor::write(const QString& name, const QByteArray& bytes, bool executable) const
{
    QString file = path(name);
    QDir().mkpath(QFileInfo(file).path());
    QFile target(file);
    if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size()) {
        qFatal("cannot write %s", qPrintable(file));
    }
    if (executable) {
        target.setPermissions(target.permissions() | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther);
    }
    return file;
}

QByteArray Vendor::read(const QString& name) const
{
    QFile source(path(name));
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

Said Vendor::call(const QString& program, const QStringList& arguments) const
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(m_folder.path());
    // Which looks for the program where the customer's machine does.
    process.start(QStringLiteral("/usr/bin/env"), QStringList{program} + arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit) {
        return {-1, process.errorString()};
    }
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

void Vendor::publish(const QString& name, const QByteArray& expires) const
{
    const QString source = qEnvironmentVariable("CAIRN_SOURCE_DIR") + QStringLiteral("/catalog/samples/ledger");
    const QString yaml = path(name + QStringLiteral(".yaml"));
    Said said = call(QStringLiteral("cairn"),
                     {QStringLiteral("catalog"), QStringLiteral("export"), source, QStringLiteral("-o"), yaml});
    QByteArray text = read(name + QStringLiteral(".yaml"));
    if (!expires.isEmpty()) {
        text.replace("sequence: 118\n", "sequence: 118\npublished: 2019-01-01\nexpires: " + expires + "\n");
        text.replace("published: 2026-11-16\n", "");
        write(name + QStringLiteral(".yaml"), text);
    }
    if (said.code == 0) {
        said = call(QStringLiteral("cairn"),
                    {QStringLiteral("catalog"), QStringLiteral("compile"), yaml, QStringLiteral("-o"), catalog(name)});
    }
    if (said.code == 0) {
        said = call(QStringLiteral("cairn"), {QStringLiteral("catalog"), QStringLiteral("sign"), catalog(name),
                                              QStringLiteral("--key"), path(QStringLiteral("ledger.key"))});
    }
    if (said.code != 0) {
        qFatal("cannot publish: %s", qPrintable(said.text));
    }
}

}  // namespace gates
