#include "installers/package_rehearsal.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <algorithm>

namespace installers {

namespace {

RunProblem unfit(const StepContext& context, const DebFile& file, const QString& detail)
{
    return RunProblem{RunProblemCode::packageUnfit, QFileInfo(file.path).fileName(), detail, context.name};
}

QByteArray fieldOf(const QByteArray& stanza, const QByteArray& name)
{
    for (const QByteArray& line : stanza.split('\n')) {
        if (line.startsWith(name + ": "))
            return line.mid(name.size() + 2).trimmed();
    }
    return {};
}

bool isReplaced(const QByteArray& stanza, const std::vector<DebFile>& files)
{
    return std::any_of(files.begin(), files.end(), [&](const DebFile& file) {
        const QByteArray architecture = fieldOf(stanza, "Architecture");
        const bool beside = file.multiArch == QLatin1String("same") && architecture != "all" &&
                            architecture != file.architecture.toUtf8();
        return fieldOf(stanza, "Package") == file.package.toUtf8() && !beside;
    });
}

/// What dpkg's database would be with the files unpacked.
QByteArray statusWith(const QByteArray& status, const std::vector<DebFile>& files)
{
    QByteArray with;
    qsizetype begin = 0;
    while (begin < status.size()) {
        qsizetype end = status.indexOf("\n\n", begin);
        end = end < 0 ? status.size() : end + 2;
        const QByteArray stanza = status.mid(begin, end - begin);
        if (!isReplaced(stanza, files))
            with += stanza;
        begin = end;
    }
    if (!with.isEmpty() && !with.endsWith("\n\n"))
        with += with.endsWith('\n') ? "\n" : "\n\n";
    for (const DebFile& file : files) {
        with += "Status: install ok unpacked\n" + file.control;
        with += file.control.endsWith('\n') ? "\n" : "\n\n";
    }
    return with;
}

bool writeWhole(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray contentOfFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Of each package the last file: hops install one after the other.
std::vector<DebFile> newest(const std::vector<DebFile>& earlier, const DebFile& file)
{
    std::vector<DebFile> files;
    const auto put = [&](const DebFile& one) {
        files.erase(std::remove_if(files.begin(), files.end(),
                                   [&](const DebFile& other) { return other.name() == one.name(); }),
                    files.end());
        files.push_back(one);
    };
    for (const DebFile& one : earlier)
        put(one);
    put(file);
    return files;
}

}  // namespace

Done<void> rehearse(const StepContext& context, const Dpkg& dpkg, const std::vector<DebFile>& earlier,
                    const DebFile& file)
{
    const std::vector<DebFile> files = newest(earlier, file);
    const QString silent = QStringLiteral("--log=/dev/null");
    const QString noAct = QStringLiteral("--no-act");
    QStringList install = dpkg.place() + QStringList{silent, noAct, QStringLiteral("--install")};
    for (const DebFile& one : files)
        install.append(one.path);
    if (const ProgramResult result = dpkg.ask(QStringLiteral("dpkg"), install); !result.succeeded())
        return tl::unexpected(unfit(context, file, lastWords(result)));

    const QTemporaryDir scratch;
    const QDir folder(scratch.path());
    bool made = scratch.isValid();
    for (const char* const below : {"info", "updates", "triggers"})
        made = made && folder.mkdir(QLatin1String(below));
    const QByteArray architectures = contentOfFile(dpkg.database() + QStringLiteral("/arch"));
    made = made &&
           writeWhole(folder.filePath(QStringLiteral("status")),
                      statusWith(contentOfFile(dpkg.database() + QStringLiteral("/status")), files)) &&
           (architectures.isEmpty() || writeWhole(folder.filePath(QStringLiteral("arch")), architectures));
    if (!made)
        return tl::unexpected(unfit(context, file, scratch.errorString()));
    QStringList configure{QStringLiteral("--admindir=") + scratch.path(), silent, noAct, QStringLiteral("--configure")};
    for (const DebFile& one : files)
        configure.append(one.name());
    if (const ProgramResult result = dpkg.ask(QStringLiteral("dpkg"), configure); !result.succeeded())
        return tl::unexpected(unfit(context, file, lastWords(result)));
    return {};
}

}  // namespace installers
