#include "app/demo/text_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace demo {

namespace {

QString words(const QFile& file) { return QStringLiteral("%1: %2").arg(file.fileName(), file.errorString()); }

}  // namespace

Made<QByteArray> readFile(const QString& path, ProblemCode code)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return problem(code, words(file));
    }
    return file.readAll();
}

Made<void> writeFile(const QString& path, const QByteArray& bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size() || !file.flush()) {
        return problem(ProblemCode::cannotWrite, words(file));
    }
    return {};
}

}  // namespace demo
