#include "installers/data/postgres_data.h"

#include "installers/durable.h"
#include "installers/file_tree.h"
#include "installers/postgres_properties.h"
#include "installers/world_posix.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace installers {

namespace {

const QString digestKey = QStringLiteral("digest");
const QString propertiesKey = QStringLiteral("properties");
const QString tablesKey = QStringLiteral("tables");

QString dumpIn(const QString& folder) { return folder + QStringLiteral("/database.dump"); }

/// "pg_dump (PostgreSQL) 15.18 (Debian …)" -> 15; before 10 two numbers make a major version.
int majorOf(const QString& version)
{
    static const QRegularExpression numbers(QStringLiteral("([0-9]+)\\.?([0-9]*)"));
    const QRegularExpressionMatch match = numbers.match(version);
    const int first = match.captured(1).toInt();
    constexpr int oneNumber = 10;
    constexpr int hundred = 100;
    return first >= oneNumber ? first * hundred : first * hundred + match.captured(2).toInt();
}

/// Sequences belong to no snapshot: in use, the dump and whoever reads beside it see different values.
DatabaseChecksum withoutSequences(DatabaseChecksum checksum)
{
    checksum.removeIf([](const auto& entry) { return entry.key().startsWith(QLatin1String("sequence ")); });
    return checksum;
}

}  // namespace

bool PostgresData::covers(const planner::SiteData& entry, const RunContext& context)
{
    return entry.kind == planner::SiteData::Kind::database && context.site.database &&
           context.site.database->kind == catalog::DatabaseKind::postgresql;
}

std::unique_ptr<DataMember> PostgresData::make(const planner::SiteData& entry, const RunContext& context)
{
    const QString database = QString::fromStdString(entry.path);
    return std::make_unique<PostgresData>(context, entry.name.empty() ? database : QString::fromStdString(entry.name),
                                          database);
}

QString PostgresData::beside() const { return besideName(where(), "_cairn_beside"); }

QString PostgresData::scratch() const { return besideName(where(), "_cairn_verify"); }

RunProblem PostgresData::failed(const QString& words) const
{
    return RunProblem{RunProblemCode::dataBackupFailed, name(), words, {}};
}

Done<PostgresServerAccess> PostgresData::server() const
{
    return PostgresConnection::of(m_context.site, m_context.paths).map([&](const PostgresConnection& connection) {
        return PostgresServerAccess(m_context, connection.to(where()), QStringLiteral("data:") + name());
    });
}

Done<void> PostgresData::check()
{
    auto connection = PostgresConnection::of(m_context.site, m_context.paths);
    auto access = server();
    if (!connection || !access)
        return tl::unexpected(connection.error());
    auto version = access->ask(where(), QStringLiteral("SHOW server_version"));
    if (!version)
        return tl::unexpected(version.error());
    for (const char* const tool : {"psql", "pg_dump", "pg_restore"}) {
        ProgramCall call;
        call.arguments = {connection->program(QLatin1String(tool)), QStringLiteral("--version")};
        const ProgramResult result = m_context.world.run(call);
        if (!result.succeeded())
            return tl::unexpected(RunProblem{RunProblemCode::programMissing, call.arguments.first(), name(), {}});
        if (majorOf(QString::fromUtf8(result.output)) < majorOf(*version) && qstrcmp(tool, "psql") != 0)
            return tl::unexpected(failed(QStringLiteral("%1 is older than the server, %2")
                                             .arg(QString::fromUtf8(result.output).trimmed(), *version)));
    }
    // What a backup has to be allowed to do, and what does not come back from a dump.
    auto answer = access->ask(
        where(),
        QStringLiteral("SELECT (SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user), "
                       "(SELECT pg_has_role(current_user, datdba, 'MEMBER') FROM pg_database WHERE datname = "
                       "current_database()), (SELECT count(*) FROM pg_subscription WHERE subdbid = (SELECT oid "
                       "FROM pg_database WHERE datname = current_database())), (SELECT count(*) FROM "
                       "pg_prepared_xacts WHERE database = current_database()), (SELECT count(*) FROM "
                       "pg_replication_slots WHERE database = current_database())"));
    if (!answer)
        return tl::unexpected(answer.error());
    const QStringList found = answer->split(QLatin1Char('|'));
    const auto refused = [&](const char* why) {
        return tl::unexpected(RunProblem{RunProblemCode::dataNotCovered, where(), QLatin1String(why), {}});
    };
    if (found.value(0) != QLatin1String("t"))
        return refused("the user may not create databases");
    if (found.value(1) != QLatin1String("t"))
        return refused("the user does not own the database");
    if (found.value(2) != QLatin1String("0"))
        return refused("it has subscriptions");
    if (found.value(3) != QLatin1String("0"))
        return refused("it has prepared transactions");
    if (found.value(4) != QLatin1String("0"))
        return refused("it has replication slots");
    return {};
}

Done<DataSize> PostgresData::size()
{
    auto access = server();
    if (!access)
        return tl::unexpected(access.error());
    auto answer = access->ask(
        where(),
        QStringLiteral("SELECT pg_database_size(current_database()), (SELECT setting FROM pg_settings WHERE name "
                       "= 'data_directory' AND (inet_server_addr() IS NULL OR inet_server_addr() = "
                       "inet_client_addr()))"));
    if (!answer)
        return tl::unexpected(answer.error());
    const qint64 bytes = answer->section(QLatin1Char('|'), 0, 0).toLongLong();
    const QString folder = answer->section(QLatin1Char('|'), 1);
    const bool isHere = !folder.isEmpty() && QFileInfo(folder).isDir();
    DataSize size;
    size.backup = bytes;
    if (isHere) {
        size.live = bytes;
        size.besideIn = folder;
        size.trial = bytes;
        size.trialIn = folder;
    }
    return size;
}

/// A stopped service has let go of its database; who has not may still write.
Done<void> PostgresData::awaitNobody(PostgresServerAccess& access)
{
    constexpr std::chrono::milliseconds patience{15'000};
    constexpr std::chrono::milliseconds betweenLooks{100};
    World& world = m_context.world;
    const std::chrono::milliseconds until = world.steady() + patience;
    while (true) {
        auto sessions = access.sessionsIn(where());
        if (!sessions)
            return tl::unexpected(sessions.error());
        if (sessions->isEmpty())
            return {};
        if (world.steady() >= until)
            return tl::unexpected(RunProblem{
                RunProblemCode::dataNotCovered, where(), QStringLiteral("still open in %1").arg(*sessions), {}});
        world.sleep(betweenLooks);
    }
}

Done<QJsonObject> PostgresData::take(const QString& to, Consistency consistency)
{
    auto access = server();
    if (!access)
        return tl::unexpected(access.error());
    auto quiet = consistency == Consistency::quiesced ? awaitNobody(*access) : Done<void>();
    auto properties =
        quiet.and_then([&] { return durable::makeFolder(to); }).and_then([&] { return access->propertiesOf(where()); });
    if (!properties)
        return tl::unexpected(properties.error());
    m_context.world.boundary("copying");
    auto checksum = access->dump(where(), dumpIn(to));
    if (!checksum)
        return tl::unexpected(checksum.error());
    m_context.world.boundary("copying");
    if (consistency == Consistency::online)
        *checksum = withoutSequences(*checksum);
    auto digest = durable::flush(to).and_then([&] { return digestOfFile(dumpIn(to)); });
    if (!digest)
        return tl::unexpected(digest.error());
    return QJsonObject{{digestKey, *digest},
                       {QStringLiteral("bytes"), QFileInfo(dumpIn(to)).size()},
                       {propertiesKey, *properties},
                       {tablesKey, toJson(*checksum)}};
}

Done<void> PostgresData::restoreInto(const QString& database, const StoredMember& stored)
{
    const auto differs = [&](const QString& what, const QString& words) {
        return tl::unexpected(RunProblem{
            RunProblemCode::backupDiffers, what.isEmpty() ? name() : name() + QStringLiteral(": ") + what, words, {}});
    };
    const QString file = dumpIn(stored.folder);
    auto digest = digestOfFile(file);
    if (!digest || *digest != stored.told.value(digestKey).toString())
        return differs({}, digest ? QString() : digest.error().detail);
    auto access = server();
    if (!access)
        return tl::unexpected(access.error());
    auto filled = access->create(database, stored.told.value(propertiesKey).toObject()).and_then([&] {
        return access->restore(database, file);
    });
    if (!filled)
        return filled.error().code == RunProblemCode::backupDiffers ? differs({}, filled.error().detail) : filled;
    auto found = access->checksumOf(database);
    if (!found)
        return tl::unexpected(found.error());
    const DatabaseChecksum expected = checksumFrom(stored.told.value(tablesKey).toObject());
    const bool inUse = withoutSequences(expected) == expected;
    const QString what = firstDifference(expected, inUse ? withoutSequences(*found) : *found);
    return what.isEmpty() ? Done<void>() : differs(what, {});
}

Done<void> PostgresData::verify(const StoredMember& stored, const QString&)
{
    auto access = server();
    if (!access)
        return tl::unexpected(access.error());
    auto restored = restoreInto(scratch(), stored);
    auto dropped = access->drop(scratch());
    return restored ? dropped : restored;
}

Done<void> PostgresData::putBeside(const StoredMember& stored) { return restoreInto(beside(), stored); }

Done<void> PostgresData::copyBeside()
{
    auto access = server();
    if (!access)
        return tl::unexpected(access.error());
    auto properties = awaitNobody(*access).and_then([&] { return access->propertiesOf(where()); });
    if (!properties)
        return tl::unexpected(properties.error());
    return access->copy(where(), beside(), *properties);
}

Done<void> PostgresData::exchange(const StoredMember& stored)
{
    auto access = server();
    if (!access)
        return tl::unexpected(access.error());
    QJsonObject properties = stored.told.value(propertiesKey).toObject();
    if (properties.isEmpty()) {
        auto found = access->propertiesOf(stored.told.isEmpty() ? where() : beside());
        if (!found)
            return tl::unexpected(found.error());
        properties = *found;
    }
    return access->giveProperties(beside(), properties).and_then([&] { return access->exchange(beside(), where()); });
}

Done<void> PostgresData::settle()
{
    auto access = server();
    return access ? access->letIn(where()) : tl::unexpected(access.error());
}

Done<void> PostgresData::dropBeside()
{
    auto access = server();
    return access ? access->drop(beside()) : tl::unexpected(access.error());
}

Done<QString> PostgresData::identity(Place place)
{
    auto access = server();
    return access ? access->oidOf(place == Place::live ? where() : beside()) : tl::unexpected(access.error());
}

}  // namespace installers
