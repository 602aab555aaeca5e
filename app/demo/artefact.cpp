#include "app/demo/artefact.h"

#include "app/demo/text_file.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <archive.h>
#include <archive_entry.h>
#include <limits>
#include <memory>

namespace demo {

namespace {

/// 2011-01-01T00:00:00Z: the day the product's first customers started.
constexpr time_t fixedTime = 1293840000;

bool isProgram(const QString& path) { return path.startsWith(QStringLiteral("bin/")); }

Made<ReleaseFiles> readLayer(const QString& folder)
{
    ReleaseFiles files;
    // Absolute on both sides: a relative path is not taken relative to the folder.
    const QDir root(QDir(folder).absolutePath());
    QDirIterator walk(root.path(), QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = walk.next();
        auto bytes = readFile(path, ProblemCode::catalogMissing);
        if (!bytes) {
            return tl::make_unexpected(bytes.error());
        }
        files.insert(root.relativeFilePath(path), *std::move(bytes));
    }
    return files;
}

QByteArray identity(const BuiltRelease& release)
{
    return QStringLiteral("{\"product\": \"ledger\", \"version\": \"%1\", \"schema\": %2}\n")
        .arg(release.version)
        .arg(release.schema)
        .toUtf8();
}

}  // namespace

bool ProductSources::Layer::holds(const BuiltRelease& release) const
{
    return version.isEmpty() ? first <= release.schema && release.schema <= last : version == release.version;
}

Made<ProductSources> ProductSources::read(const QString& productFolder)
{
    ProductSources sources;
    const QString manifest = productFolder + QStringLiteral("/releases.tsv");
    const auto text = readFile(manifest, ProblemCode::catalogMissing);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    const QStringList lines = QString::fromUtf8(*text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        const BuiltRelease release{line.section(QLatin1Char('\t'), 0, 0),
                                   line.section(QLatin1Char('\t'), 1, 1).toInt()};
        if (release.version.isEmpty() || release.schema <= 0) {
            return problem(ProblemCode::catalogMissing, manifest + QStringLiteral(": ") + line);
        }
        sources.m_releases.append(release);
    }

    const QStringList folders = QDir(productFolder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString& name : folders) {
        auto files = readLayer(productFolder + QLatin1Char('/') + name);
        if (!files) {
            return tl::make_unexpected(files.error());
        }
        Layer layer{name, {}, 0, std::numeric_limits<int>::max(), *std::move(files)};
        if (name.contains(QLatin1Char('-'))) {
            layer.first = name.section(QLatin1Char('-'), 0, 0).toInt();
            const QString last = name.section(QLatin1Char('-'), 1, 1);
            layer.last = last.isEmpty() ? layer.last : last.toInt();
        } else if (name != QStringLiteral("all")) {
            layer.version = name;
        }
        sources.m_layers.append(std::move(layer));
    }
    return sources;
}

Made<ReleaseFiles> ProductSources::files(const BuiltRelease& release) const
{
    ReleaseFiles files{{QStringLiteral("release.json"), identity(release)}};
    for (const Layer& layer : m_layers) {
        if (!layer.holds(release)) {
            continue;
        }
        for (auto file = layer.files.begin(); file != layer.files.end(); ++file) {
            if (files.contains(file.key())) {
                return problem(ProblemCode::catalogMissing,
                               QStringLiteral("%1: %2 twice for %3").arg(layer.name, file.key(), release.version));
            }
            files.insert(file.key(), file.value());
        }
    }
    return files;
}

Made<QByteArray> pack(const ReleaseFiles& files)
{
    const auto finish = [](archive* writer) { archive_write_free(writer); };
    const std::unique_ptr<archive, decltype(finish)> writer(archive_write_new(), finish);
    const auto failed = [&writer] {
        return problem(ProblemCode::cannotWrite, QString::fromUtf8(archive_error_string(writer.get())));
    };
    qsizetype room = 64 * 1024;
    for (const QByteArray& bytes : files) {
        room += bytes.size() + 4096;
    }
    QByteArray packed(room, '\0');
    size_t used = 0;
    if (archive_write_set_format_ustar(writer.get()) != ARCHIVE_OK ||
        archive_write_add_filter_none(writer.get()) != ARCHIVE_OK ||
        archive_write_open_memory(writer.get(), packed.data(), static_cast<size_t>(packed.size()), &used) !=
            ARCHIVE_OK) {
        return failed();
    }
    for (auto file = files.begin(); file != files.end(); ++file) {
        const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                                  &archive_entry_free);
        archive_entry_set_pathname(entry.get(), file.key().toUtf8().constData());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), isProgram(file.key()) ? 0755 : 0644);
        archive_entry_set_size(entry.get(), file.value().size());
        archive_entry_set_mtime(entry.get(), fixedTime, 0);
        archive_entry_set_uid(entry.get(), 0);
        archive_entry_set_gid(entry.get(), 0);
        if (archive_write_header(writer.get(), entry.get()) != ARCHIVE_OK ||
            archive_write_data(writer.get(), file.value().constData(), static_cast<size_t>(file.value().size())) !=
                file.value().size()) {
            return failed();
        }
    }
    if (archive_write_close(writer.get()) != ARCHIVE_OK) {
        return failed();
    }
    packed.truncate(static_cast<qsizetype>(used));
    return packed;
}

Made<void> unpack(const ReleaseFiles& files, const QString& folder)
{
    for (auto file = files.begin(); file != files.end(); ++file) {
        const QString path = folder + QLatin1Char('/') + file.key();
        if (auto written = writeFile(path, file.value()); !written) {
            return written;
        }
        if (isProgram(file.key())) {
            QFile::setPermissions(path, QFile::permissions(path) | QFileDevice::ExeOwner | QFileDevice::ExeUser |
                                            QFileDevice::ExeGroup | QFileDevice::ExeOther);
        }
    }
    return {};
}

}  // namespace demo
