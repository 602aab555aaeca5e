#include "app/demo/demo_site.h"

#include "app/demo/artefact.h"
#include "app/demo/journal_2011.h"
#include "app/demo/surroundings.h"
#include "app/demo/text_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>

namespace demo {

namespace {

/// Says that a folder may be made again.
constexpr auto marker = ".cairn-demo";

Made<QByteArray> runControl(const QString& siteFolder, const QStringList& arguments)
{
    QProcess process;
    process.start(siteFolder + QStringLiteral("/releases/current/bin/ledger"), arguments);
    if (!process.waitForStarted() || !process.waitForFinished(120'000)) {
        return problem(ProblemCode::program, process.errorString());
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        return problem(ProblemCode::program, QString::fromUtf8(process.readAllStandardError()).trimmed());
    }
    return process.readAllStandardOutput();
}

/// Makes the folder ready for a new site. Only what a site and its upgrades leave is removed; a person's own files
/// stay.
Made<void> clear(const QString& folder)
{
    QDir site(folder);
    if (site.exists() && !site.exists(QLatin1StringView(marker)) &&
        !site.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        return problem(ProblemCode::folderForeign, folder);
    }
    if (QFileInfo::exists(folder + QStringLiteral("/releases/current/bin/ledger"))) {
        if (auto stopped = stopService(folder); !stopped) {
            return stopped;
        }
    }
    const QStringList patterns{
        QStringLiteral("data*"),      QStringLiteral("attachments*"), QStringLiteral("releases*"),
        QStringLiteral("artefacts*"), QStringLiteral("backups*"),     QStringLiteral("runtime"),
        QStringLiteral("run"),        QStringLiteral(".cairn"),       QStringLiteral("site.yaml")};
    const QFileInfoList old =
        site.entryInfoList(patterns, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QFileInfo& entry : old) {
        const bool folderEntry = entry.isDir() && !entry.isSymLink();
        if (!(folderEntry ? QDir(entry.filePath()).removeRecursively() : QFile::remove(entry.filePath()))) {
            return problem(ProblemCode::cannotWrite, entry.filePath());
        }
    }
    for (const char* name : {"data", "attachments", "releases", "artefacts", "backups", "runtime", "run"}) {
        if (!site.mkpath(folder + QLatin1Char('/') + QLatin1StringView(name))) {
            return problem(ProblemCode::cannotWrite, folder);
        }
    }
    return writeFile(folder + QLatin1Char('/') + QLatin1StringView(marker), "made by cairn demo; may be made again\n");
}

/// The schema's scripts up to 3.2, in their order.
Made<QStringList> schemaScripts(const QString& catalog)
{
    const QDir folder(catalog + QStringLiteral("/sql"));
    QStringList texts;
    const QStringList names = folder.entryList({QStringLiteral("m03[012]0-*.sql")}, QDir::Files, QDir::Name);
    for (const QString& name : names) {
        const auto text = readFile(folder.filePath(name), ProblemCode::catalogMissing);
        if (!text) {
            return tl::make_unexpected(text.error());
        }
        texts.append(QString::fromUtf8(*text));
    }
    return texts;
}

Made<void> makeAttachments(const QString& folder)
{
    for (int number = 1; number <= attachmentCount; ++number) {
        const QString text =
            QStringLiteral("Bilag %1\nKvittert av Åse Bjørnstad, Bergen\n").arg(number).repeated(1 + number % 5);
        if (auto written =
                writeFile(folder + QStringLiteral("/attachments/") + attachmentFile(number), text.toLatin1());
            !written) {
            return written;
        }
    }
    return {};
}

/// Gives the number of artefacts.
Made<int> makeReleases(const QString& folder, const ProductSources& sources)
{
    for (const BuiltRelease& release : sources.releases()) {
        const auto files = sources.files(release);
        if (!files) {
            return tl::make_unexpected(files.error());
        }
        const auto written = pack(*files).and_then([&folder, &release](const QByteArray& bytes) {
            return writeFile(folder + QStringLiteral("/artefacts/") + release.artefact(), bytes);
        });
        if (!written) {
            return tl::make_unexpected(written.error());
        }
        if (release.version == QLatin1StringView(demoVersion)) {
            if (auto unpacked = unpack(*files, folder + QStringLiteral("/releases/") + release.version); !unpacked) {
                return tl::make_unexpected(unpacked.error());
            }
        }
    }
    if (!QFile::link(QLatin1StringView(demoVersion), folder + QStringLiteral("/releases/current"))) {
        return problem(ProblemCode::cannotWrite, folder + QStringLiteral("/releases/current"));
    }
    return static_cast<int>(sources.releases().size());
}

QByteArray siteText(const MadeSite& site)
{
    const qint64 size = QFileInfo(site.folder + QStringLiteral("/data/ledger.db")).size();
    return QStringLiteral(R"(# A company that has run Ledger since 2011, made by `cairn demo`.
cairn-site: 1
product: ledger
name: "Harbour Trading, Bergen"
version: %1
database: {kind: sqlite, path: data/ledger.db, schema: 32, compat: 30, size: %2}
channels: [stable]
facts: {edition: standard, multi_currency: true, rows: %3}
nodes: [{name: harbour1}]
releases: releases
artefacts: artefacts
backups: backups
state: .cairn
data: [{database: data}, {folder: attachments}]
service:
  start: ["{releases}/current/bin/ledger", start, "{port}"]
  stop: ["{releases}/current/bin/ledger", stop]
  health: {url: "http://127.0.0.1:{port}/health", expect: "{to}", timeout: 30s}
  port: %4
  private_port: %5
maintenance: {kind: page, listen: "127.0.0.1:%4"}
windows: ["Sat 22:00-04:00 Europe/Oslo"]
)")
        .arg(site.version)
        .arg(size)
        .arg(site.postings)
        .arg(site.port)
        .arg(site.privatePort)
        .toUtf8();
}

Made<void> fill(const SiteRequest& request, const QString& server, MadeSite& site)
{
    const auto sources = ProductSources::read(site.catalog + QStringLiteral("/product"));
    if (!sources) {
        return tl::make_unexpected(sources.error());
    }
    const auto scripts = schemaScripts(site.catalog);
    if (!scripts) {
        return tl::make_unexpected(scripts.error());
    }
    const auto journal =
        makeJournal({site.folder + QStringLiteral("/data/ledger.db"), *scripts, request.entries, request.seed});
    if (!journal) {
        return tl::make_unexpected(journal.error());
    }
    site.entries = journal->entries;
    site.postings = journal->postings;
    const auto artefacts = makeReleases(site.folder, *sources);
    if (!artefacts) {
        return tl::make_unexpected(artefacts.error());
    }
    site.artefacts = *artefacts;
    if (!QFile::link(server, site.folder + QStringLiteral("/runtime/ledger-server"))) {
        return problem(ProblemCode::cannotWrite, site.folder + QStringLiteral("/runtime/ledger-server"));
    }
    return makeAttachments(site.folder);
}

}  // namespace

Made<MadeSite> makeSite(const SiteRequest& request)
{
    const auto server = findServer(request.server);
    if (!server) {
        return tl::make_unexpected(server.error());
    }
    const auto catalog = findCatalog(request.catalogFolder);
    if (!catalog) {
        return tl::make_unexpected(catalog.error());
    }
    MadeSite site;
    site.folder = QFileInfo(request.folder).absoluteFilePath();
    site.file = site.folder + QStringLiteral("/site.yaml");
    site.catalog = *catalog;
    site.version = QLatin1StringView(demoVersion);
    auto filled = clear(site.folder).and_then([&] { return fill(request, *server, site); });
    if (!filled) {
        return tl::make_unexpected(filled.error());
    }

    // Somebody else may take a port between finding it free and using it.
    Made<void> started;
    for (int attempt = 0; attempt < 5; ++attempt) {
        const auto port = findPorts(site.folder);
        if (!port) {
            return tl::make_unexpected(port.error());
        }
        site.port = *port;
        site.privatePort = *port + 1;
        started = request.service == ServiceState::running ? startService(site.folder, site.port) : Made<void>();
        if (started) {
            break;
        }
    }
    auto written = started.and_then([&site] { return writeFile(site.file, siteText(site)); });
    if (!written) {
        return tl::make_unexpected(written.error());
    }
    return site;
}

Made<QList<AccountBalance>> balances(const QString& siteFolder)
{
    const auto output = runControl(siteFolder, {QStringLiteral("balances")});
    if (!output) {
        return tl::make_unexpected(output.error());
    }
    QList<AccountBalance> balances;
    const QStringList lines = QString::fromUtf8(*output).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        balances.append({line.section(QLatin1Char('\t'), 0, 0), line.section(QLatin1Char('\t'), 1, 1).toLongLong()});
    }
    return balances;
}

Made<void> startService(const QString& siteFolder, int port)
{
    return runControl(siteFolder, {QStringLiteral("start"), QString::number(port)}).map([](const QByteArray&) {});
}

Made<void> stopService(const QString& siteFolder)
{
    return runControl(siteFolder, {QStringLiteral("stop")}).map([](const QByteArray&) {});
}

}  // namespace demo
