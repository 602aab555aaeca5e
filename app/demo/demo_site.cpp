#include "app/demo/demo_site.h"

#include "app/demo/artefact.h"
#include "app/demo/journal_2011.h"
#include "app/demo/journal_copy.h"
#include "app/demo/postgres_cluster.h"
#include "app/demo/site_text.h"
#include "app/demo/surroundings.h"
#include "app/demo/text_file.h"
#include "app/demo/web_server.h"

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

/// Nothing to stop is fine.
Made<void> stopAll(const QString& folder)
{
    const bool installed = QFileInfo::exists(folder + QStringLiteral("/releases/current/bin/ledger"));
    return WebServer(folder)
        .stop()
        .and_then([&] { return installed ? stopService(folder) : Made<void>(); })
        .and_then([&] { return PostgresCluster(folder).stop(); });
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
    if (auto stopped = stopAll(folder); !stopped) {
        return stopped;
    }
    const QStringList patterns{
        QStringLiteral("data*"),      QStringLiteral("attachments*"), QStringLiteral("releases*"),
        QStringLiteral("artefacts*"), QStringLiteral("backups*"),     QStringLiteral("runtime"),
        QStringLiteral("run"),        QStringLiteral(".cairn"),       QStringLiteral("site.yaml"),
        QStringLiteral("postgresql"), QStringLiteral("nginx")};
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
QStringList schemaScripts(const QString& catalog, SiteKind kind)
{
    const QDir folder(catalog + QStringLiteral("/sql"));
    QStringList paths;
    const QStringList names = folder.entryList({QStringLiteral("m03[012]0-*.sql")}, QDir::Files, QDir::Name);
    for (const QString& name : names) {
        const bool server = name.endsWith(QStringLiteral(".pg.sql"));
        if (server == (kind == SiteKind::postgresql)) {
            paths.append(folder.filePath(name));
        }
    }
    return paths;
}

Made<JournalFigures> makeSqliteJournal(const SiteRequest& request, const QString& catalog, const QString& file)
{
    QStringList texts;
    for (const QString& path : schemaScripts(catalog, SiteKind::sqlite)) {
        const auto text = readFile(path, ProblemCode::catalogMissing);
        if (!text) {
            return tl::make_unexpected(text.error());
        }
        texts.append(QString::fromUtf8(*text));
    }
    return makeJournal({file, texts, request.entries, request.seed});
}

/// The same rows as in a SQLite file, which is made first and then copied.
Made<void> fillCluster(const MadeSite& site, const QString& journal)
{
    const PostgresCluster cluster(site.folder);
    const QString copy = site.folder + QStringLiteral("/run/journal.sql");
    const auto made = writeCopy(journal, copy).and_then([&] { return cluster.make(site.port + 3); }).and_then([&] {
        return cluster.load(schemaScripts(site.catalog, SiteKind::postgresql) << copy, site.port + 3);
    });
    QFile::remove(copy);
    QFile::remove(journal);
    return made.and_then(
        [&] { return writeFile(site.folder + QStringLiteral("/runtime/database"), site.connection.toUtf8() + '\n'); });
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

Made<void> fill(const SiteRequest& request, const QString& server, MadeSite& site)
{
    const auto sources = ProductSources::read(site.catalog + QStringLiteral("/product"));
    if (!sources) {
        return tl::make_unexpected(sources.error());
    }
    const bool onServer = request.kind == SiteKind::postgresql;
    const QString file =
        site.folder + (onServer ? QStringLiteral("/run/journal.db") : QStringLiteral("/data/ledger.db"));
    const auto journal = makeSqliteJournal(request, site.catalog, file);
    if (!journal) {
        return tl::make_unexpected(journal.error());
    }
    if (auto filled = onServer ? fillCluster(site, file) : Made<void>(); !filled) {
        return filled;
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

Made<MadeSite> makeFileSite(const SiteRequest& request, const QString& server, MadeSite site)
{
    auto filled = clear(site.folder).and_then([&] { return fill(request, server, site); });
    if (!filled) {
        return tl::make_unexpected(filled.error());
    }
    // Somebody else may take a port between finding it free and using it.
    Made<void> started;
    for (int attempt = 0; attempt < 5; ++attempt) {
        const auto port = findPorts(site.folder, 2);
        if (!port) {
            return tl::make_unexpected(port.error());
        }
        site.port = *port;
        site.servicePort = *port;
        site.privatePort = *port + 1;
        started = request.service == ServiceState::running ? startService(site.folder, site.port) : Made<void>();
        if (started) {
            break;
        }
    }
    const qint64 size = QFileInfo(site.folder + QStringLiteral("/data/ledger.db")).size();
    return started.and_then([&] { return writeFile(site.file, siteText(site, size)); }).map([&] { return site; });
}

Made<MadeSite> makeServerSite(const SiteRequest& request, const QString& server, MadeSite site)
{
    const PostgresCluster cluster(site.folder);
    return PostgresCluster::programs()
        .and_then([](const QString&) { return WebServer::program(); })
        .and_then([&](const QString&) { return clear(site.folder); })
        .and_then([&] { return findPorts(site.folder, 4); })
        .and_then([&](int port) {
            site.port = port;
            site.servicePort = port + 1;
            site.privatePort = port + 2;
            site.connection = cluster.connection(port + 3);
            return fill(request, server, site);
        })
        .and_then([&] { return WebServer(site.folder).make(site.port, site.servicePort, site.privatePort); })
        .and_then([&] {
            return request.service == ServiceState::running ? startService(site.folder, site.servicePort)
                                                            : Made<void>();
        })
        .and_then([&] { return cluster.size(site.port + 3); })
        .and_then([&](qint64 size) { return writeFile(site.file, siteText(site, size)); })
        .map([&] { return site; })
        .map_error([&](const Problem& problem) {
            // What was started is not left behind.
            static_cast<void>(stopAll(site.folder));
            return problem;
        });
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
    return request.kind == SiteKind::postgresql ? makeServerSite(request, *server, std::move(site))
                                                : makeFileSite(request, *server, std::move(site));
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

Made<void> stopSite(const QString& siteFolder)
{
    const QString folder = QFileInfo(siteFolder).absoluteFilePath();
    return QDir(folder).exists(QLatin1StringView(marker)) ? stopAll(folder) : problem(ProblemCode::noSite, folder);
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
