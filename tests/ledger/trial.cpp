#include "tests/ledger/trial.h"

#include "tests/ledger/database.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>

namespace ledger {

namespace {

tl::unexpected<QString> failed(const QString& words) { return tl::make_unexpected(words); }

tl::expected<QByteArray, QString> run(const QStringList& call)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LEDGER_SERVER"), serverProgram());
    process.setProcessEnvironment(environment);
    process.start(call.first(), call.mid(1));
    if (!process.waitForFinished(60'000)) {
        return failed(process.errorString());
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        return failed(QStringLiteral("%1: exit %2: %3")
                          .arg(call.first())
                          .arg(process.exitCode())
                          .arg(QString::fromUtf8(process.readAllStandardError())));
    }
    return process.readAllStandardOutput();
}

}  // namespace

QString sampleCatalog() { return qEnvironmentVariable("CAIRN_SOURCE_DIR") + QStringLiteral("/catalog/samples/ledger"); }

QString serverProgram()
{
    return qEnvironmentVariable("CAIRN_BUILD_DIR") + QStringLiteral("/tests/ledger/ledger-server");
}

QString scratchTemplate()
{
    const QString memory = QStringLiteral("/dev/shm");
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + QStringLiteral("/ledger-XXXXXX");
}

Trial::Trial(QString folder, catalog::Loaded loaded, demo::ProductSources sources)
    : m_folder(std::move(folder)), m_loaded(std::move(loaded)), m_order(m_loaded.catalog), m_sources(std::move(sources))
{
}

tl::expected<std::unique_ptr<Trial>, QString> Trial::make(const QString& folder)
{
    auto loaded = catalog::load(sampleCatalog().toStdString());
    if (!loaded) {
        const catalog::Error& error = loaded.error().front();
        return failed(QStringLiteral("%1:%2: %3")
                          .arg(QString::fromStdString(error.place.file))
                          .arg(error.place.line)
                          .arg(QString::fromStdString(error.subject)));
    }
    auto sources = demo::ProductSources::read(sampleCatalog() + QStringLiteral("/product"));
    if (!sources) {
        return failed(sources.error().subject);
    }
    return std::unique_ptr<Trial>(new Trial(folder, *std::move(loaded), *std::move(sources)));
}

std::optional<catalog::ReleaseIndex> Trial::find(const QString& version) const
{
    for (std::size_t index = 0; index < m_loaded.catalog.releases.size(); ++index) {
        if (m_loaded.catalog.releases[index].version.text == version.toStdString()) {
            return static_cast<catalog::ReleaseIndex>(index);
        }
    }
    return std::nullopt;
}

const catalog::Release& Trial::at(const QString& version) const { return m_loaded.catalog.at(find(version).value()); }

QString Trial::release(const QString& version)
{
    QString folder = m_folder + QStringLiteral("/releases/") + version;
    if (QFileInfo::exists(folder)) {
        return folder;
    }
    for (const demo::BuiltRelease& built : m_sources.releases()) {
        if (built.version == version) {
            const auto unpacked = m_sources.files(built).and_then(
                [&folder](const demo::ReleaseFiles& files) { return demo::unpack(files, folder); });
            return unpacked ? folder : QString();
        }
    }
    return {};
}

std::vector<catalog::Migration> Trial::migrationsOf(catalog::ReleaseIndex release) const
{
    std::vector<catalog::Migration> migrations;
    for (const catalog::ReleaseIndex index : m_order.byRank()) {
        const auto& own = m_loaded.catalog.at(index).migrations;
        if (m_order.isAncestorOrSelf(index, release) && own) {
            migrations.insert(migrations.end(), own->begin(), own->end());
        }
    }
    return migrations;
}

tl::expected<void, QString> Trial::apply(const std::vector<catalog::Migration>& migrations,
                                         const QString& database) const
{
    auto connection = Database::open(database);
    if (!connection) {
        return failed(connection.error().message);
    }
    const auto kind = kindOf(database) == DatabaseKind::postgresql ? catalog::DatabaseKind::postgresql
                                                                   : catalog::DatabaseKind::sqlite;
    for (const catalog::Migration& migration : migrations) {
        const auto path = migration.sql.find(kind);
        if (path == migration.sql.end()) {
            return failed(QStringLiteral("%1 has no script").arg(QString::fromStdString(migration.id.text)));
        }
        const std::string& script = m_loaded.catalog.scripts.at(path->second);
        if (auto done = (*connection)->execute("BEGIN;" + QByteArray::fromStdString(script) + "\nCOMMIT;"); !done) {
            return failed(QString::fromStdString(path->second) + QStringLiteral(": ") + done.error().message);
        }
    }
    return {};
}

tl::expected<void, QString> Trial::hop(const QString& from, const QString& to, const QString& database)
{
    const std::vector<catalog::Migration> had = migrationsOf(find(from).value());
    const auto& own = at(to).migrations;
    std::vector<catalog::Migration> before;
    std::vector<catalog::Migration> after;
    for (const catalog::Migration& migration : migrationsOf(find(to).value())) {
        const auto same = [&migration](const catalog::Migration& each) { return each.id == migration.id; };
        if (std::any_of(had.begin(), had.end(), same)) {
            continue;
        }
        const bool last =
            migration.phase == catalog::MigrationPhase::contract && own && std::any_of(own->begin(), own->end(), same);
        (last ? after : before).push_back(migration);
    }
    if (auto applied = apply(before, database); !applied) {
        return applied;
    }
    const auto steps = at(to).install->steps.find(catalog::Phase::migrate);
    if (steps != at(to).install->steps.end()) {
        for (const catalog::Step& step : steps->second) {
            QStringList call;
            for (const std::string& word : step.run) {
                call.append(QString::fromStdString(word)
                                .replace(QStringLiteral("{release}"), release(to))
                                .replace(QStringLiteral("{database}"), database));
            }
            if (auto done = run(call); !done) {
                return failed(done.error());
            }
        }
    }
    return apply(after, database);
}

tl::expected<QByteArray, QString> Trial::control(const QString& version, const QStringList& arguments)
{
    return run(QStringList(release(version) + QStringLiteral("/bin/ledger")) + arguments);
}

}  // namespace ledger
