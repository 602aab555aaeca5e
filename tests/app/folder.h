#pragma once

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QTemporaryDir>
#include <QtTest>

/// A temporary folder of files for one test.
class Folder {
public:
    [[nodiscard]] QString path(const QString& name = {}) const
    {
        return name.isEmpty() ? m_folder.path() : m_folder.filePath(name);
    }

    QString write(const QString& name, const QByteArray& bytes) const
    {
        QString file = path(name);
        QDir().mkpath(QFileInfo(file).path());
        QFile target(file);
        if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size()) {
            qFatal("cannot write %s", qPrintable(file));
        }
        return file;
    }

    [[nodiscard]] static QByteArray read(const QString& file)
    {
        QFile source(file);
        return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
    }

    /// Every file with its content: equal before and after means that nothing was written.
    [[nodiscard]] QMap<QString, QByteArray> picture() const
    {
        QMap<QString, QByteArray> files;
        QDirIterator walk(path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QString file = walk.next();
            files.insert(file, walk.fileInfo().isFile() ? read(file) : QByteArray());
        }
        return files;
    }

private:
    QTemporaryDir m_folder;
};
