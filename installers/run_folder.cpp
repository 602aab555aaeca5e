#include "installers/run_folder.h"

#include "installers/artefact_source.h"
#include "installers/driver.h"
#include "installers/durable.h"
#include "installers/file_tree.h"
#include "installers/site_shape.h"
#include "planner/plan_json.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <functional>

namespace installers {

namespace {

QString copiesPath(const QString& folder) { return folder + QStringLiteral("/copies.json"); }

QString planPath(const QString& folder) { return folder + QStringLiteral("/plan.json"); }

QString catalogPath(const QString& folder) { return folder + QStringLiteral("/catalog.cairn"); }

QString shapePath(const QString& folder) { return folder + QStringLiteral("/site.json"); }

RunProblem changed(const QString& path) { return RunProblem{RunProblemCode::copyChanged, path, {}, {}}; }

RunProblem forState(RunProblem problem)
{
    if (problem.code == RunProblemCode::internal)
        problem.code = RunProblemCode::stateNotWritable;
    return problem;
}

QString hexOf(const QByteArray& bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

Done<void> copyArtefact(const catalog::Artefact& artefact, const ReleaseFile& file, const ArtefactSource& source,
                        const QString& to)
{
    constexpr qint64 blockSize = 256 * 1024;
    const QString from = source.pathOf(file);
    QFile original(from);
    if (!original.open(QIODevice::ReadOnly))
        return tl::unexpected(RunProblem{RunProblemCode::artefactMissing, from, original.errorString(), {}});
    QFile target(to);
    if (!target.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return tl::unexpected(RunProblem{RunProblemCode::stateNotWritable, to, target.errorString(), {}});
    QCryptographicHash hash(QCryptographicHash::Sha256);
    while (true) {
        const QByteArray block = original.read(blockSize);
        if (block.isEmpty())
            break;
        hash.addData(block);
        if (target.write(block) != block.size())
            return tl::unexpected(RunProblem{RunProblemCode::stateNotWritable, to, target.errorString(), {}});
    }
    target.close();
    const QString found = QStringLiteral("sha256:") + QString::fromLatin1(hash.result().toHex());
    if (found.toStdString() != artefact.digest.text() || original.size() != static_cast<qint64>(artefact.size))
        return tl::unexpected(source.differs(file, found));
    return durable::flush(to).map_error(forState);
}

/// Names of scripts come from a catalog that was checked; a name that leads out of the folder is refused all the same.
bool staysBelow(const std::string& name)
{
    const QString path = QString::fromStdString(name);
    return !path.isEmpty() && !path.startsWith(QLatin1Char('/')) &&
           !path.split(QLatin1Char('/')).contains(QStringLiteral(".."));
}

Done<void> copyScripts(const catalog::Catalog& catalog, const QString& folder)
{
    for (const auto& script : catalog.scripts) {
        const std::string& name = script.first;
        const std::string& text = script.second;
        const QString path = scriptPath(folder, name);
        if (!staysBelow(name))
            return tl::unexpected(changed(path));
        auto written = durable::makeFolder(QFileInfo(path).absolutePath()).and_then([&] {
            return durable::write(path, QByteArray::fromStdString(text));
        });
        if (!written)
            return tl::unexpected(forState(written.error()));
    }
    return {};
}

}  // namespace

Done<RunFolder> makeRunFolder(const RunRequest& request, const std::vector<HopWork>& work, const QString& path,
                              const QString& artefacts, World& world)
{
    auto made = durable::remove(path)
                    .and_then([&] { return durable::makeFolder(path + QStringLiteral("/artefacts")); })
                    .map_error(forState);
    if (!made)
        return tl::unexpected(made.error());
    const ArtefactSource source(artefacts, work);
    const auto copy = [&](const catalog::Artefact& artefact, const ReleaseFile& file) -> Done<void> {
        if (!staysBelow(file.name) || !staysBelow(file.release.text))
            return tl::unexpected(
                RunProblem{RunProblemCode::artefactMissing, QString::fromStdString(file.name), {}, {}});
        const QString target = artefactPath(path, file);
        if (auto done = durable::makeFolder(QFileInfo(target).path()).map_error(forState); !done)
            return done;
        if (auto done = copyArtefact(artefact, file, source, target); !done)
            return done;
        world.boundary("copying-inputs");
        return durable::flush(QFileInfo(target).path()).map_error(forState);
    };
    for (const HopWork& hop : work) {
        for (const catalog::Artefact& artefact : hop.artefacts) {
            if (auto done = copy(artefact, ReleaseFile{hop.to, artefact.name}); !done)
                return tl::unexpected(done.error());
        }
    }
    for (const HopWork& hop : work) {
        for (const catalog::Artefact& package : hop.oldPackages) {
            const ReleaseFile file{hop.from, package.name};
            if (!QFileInfo::exists(source.pathOf(file)) || QFileInfo::exists(artefactPath(path, file)))
                continue;
            auto done = copy(package, file);
            // Another release's file of that name is none of it: the old one is not there.
            if (!done && done.error().code == RunProblemCode::artefactMissing)
                done = durable::remove(artefactPath(path, file)).map_error(forState);
            if (!done)
                return tl::unexpected(done.error());
        }
    }
    if (auto done = durable::flush(path + QStringLiteral("/artefacts")); !done)
        return tl::unexpected(forState(done.error()));
    if (auto done = copyScripts(request.catalog.catalog, path); !done)
        return tl::unexpected(done.error());
    planner::Outcome outcome;
    outcome.kind = planner::OutcomeKind::path;
    outcome.product = request.plan.product;
    outcome.site = request.plan.site;
    outcome.from = request.plan.from;
    outcome.to = request.plan.to;
    outcome.catalog = request.plan.catalog;
    outcome.plan = request.plan;
    if (auto done = durable::write(planPath(path), QByteArray::fromStdString(planner::toJson(outcome))); !done)
        return tl::unexpected(forState(done.error()));
    if (auto done = catalog::compile(request.catalog.catalog, catalogPath(path).toStdString()); !done)
        return tl::unexpected(RunProblem{
            RunProblemCode::stateNotWritable, catalogPath(path), QString::fromStdString(done.error().subject), {}});
    const QByteArray shape = QJsonDocument(shapeOf(request.site)).toJson();
    if (auto done = durable::write(shapePath(path), shape); !done)
        return tl::unexpected(forState(done.error()));
    auto manifest = manifestOf(path);
    if (!manifest)
        return tl::unexpected(forState(manifest.error()));
    const QByteArray copies = toJson(*manifest);
    if (auto done = durable::write(copiesPath(path), copies); !done)
        return tl::unexpected(forState(done.error()));
    return RunFolder{path, hexOf(copies)};
}

namespace {

/// Looks at the files of the copy that `wanted` chooses.
Done<void> checkFiles(const RunFolder& folder, const std::function<bool(const QString&)>& wanted)
{
    QFile file(copiesPath(folder.path));
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(changed(file.fileName()));
    const QByteArray copies = file.readAll();
    if (hexOf(copies) != folder.digest)
        return tl::unexpected(changed(file.fileName()));
    const QJsonArray entries = QJsonDocument::fromJson(copies).array();
    for (const auto& value : entries) {
        const QJsonObject entry = value.toObject();
        if (entry.value(QStringLiteral("kind")).toString() != QLatin1String("file") ||
            !wanted(entry.value(QStringLiteral("path")).toString()))
            continue;
        const QString path = folder.path + QLatin1Char('/') + entry.value(QStringLiteral("path")).toString();
        auto digest = digestOfFile(path);
        if (!digest || *digest != entry.value(QStringLiteral("content")).toString())
            return tl::unexpected(changed(path));
    }
    return {};
}

}  // namespace

Done<void> checkRunFolder(const RunFolder& folder)
{
    return checkFiles(folder, [](const QString&) { return true; });
}

Done<void> checkCopy(const RunFolder& folder, const QString& path)
{
    bool found = false;
    auto checked = checkFiles(folder, [&](const QString& other) {
        const bool wanted = folder.path + QLatin1Char('/') + other == path;
        found = found || wanted;
        return wanted;
    });
    if (checked && !found)
        return tl::unexpected(changed(path));
    return checked;
}

Done<CopiedRun> readRunFolder(const RunFolder& folder)
{
    QFile file(planPath(folder.path));
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(changed(file.fileName()));
    auto plan = planner::readPlan(file.readAll().toStdString(), file.fileName().toStdString());
    if (!plan)
        return tl::unexpected(changed(file.fileName()));
    auto loaded = catalog::load(catalogPath(folder.path).toStdString());
    if (!loaded)
        return tl::unexpected(changed(catalogPath(folder.path)));
    QFile shape(shapePath(folder.path));
    if (!shape.open(QIODevice::ReadOnly))
        return tl::unexpected(changed(shape.fileName()));
    return CopiedRun{std::move(*plan), std::move(*loaded), QJsonDocument::fromJson(shape.readAll()).object()};
}

}  // namespace installers
