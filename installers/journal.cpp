#include "installers/journal.h"

#include <QFileInfo>
#include <SQLiteCpp/SQLiteCpp.h>
#include <array>
#include <sqlite3.h>

namespace installers {

namespace {

constexpr int waitForReaders = 10'000;
constexpr int version = 1;
constexpr std::array kinds{"run", "fence", "state", "hop", "intent", "result", "problem", "note", "end"};

const char* const schema = R"sql(
CREATE TABLE IF NOT EXISTS entry(
  seq INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL, at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('run','fence','state','hop','intent','result','problem','note','end')),
  hop INTEGER NOT NULL, state TEXT NOT NULL, step TEXT NOT NULL, attempt INTEGER NOT NULL, input TEXT NOT NULL,
  fence INTEGER NOT NULL, intent INTEGER NOT NULL, outcome TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
  took INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS entry_run ON entry(run, seq);
CREATE TRIGGER IF NOT EXISTS entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'append-only'); END;
PRAGMA user_version=1;
)sql";

RunProblem problemOf(const QString& path, const SQLite::Exception& error)
{
    const RunProblemCode code =
        error.getErrorCode() == SQLITE_FULL ? RunProblemCode::diskFull : RunProblemCode::stateNotWritable;
    return RunProblem{code, path, QString::fromUtf8(error.what()), {}};
}

std::string utf8(const QString& text) { return text.toStdString(); }

QString textAt(const SQLite::Statement& statement, int column)
{
    return QString::fromStdString(statement.getColumn(column).getString());
}

Entry entryOf(const SQLite::Statement& statement)
{
    Entry entry;
    entry.seq = statement.getColumn(0).getInt64();
    entry.run = textAt(statement, 1);
    entry.at = QDateTime::fromString(textAt(statement, 2), Qt::ISODateWithMs);
    const std::string kind = statement.getColumn(3).getString();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (kind == kinds.at(i))
            entry.kind = static_cast<Entry::Kind>(i);
    }
    entry.hop = statement.getColumn(4).getInt();
    entry.state = textAt(statement, 5);
    entry.step = textAt(statement, 6);
    entry.attempt = statement.getColumn(7).getInt();
    entry.input = textAt(statement, 8);
    entry.fence = statement.getColumn(9).getInt64();
    entry.intent = statement.getColumn(10).getInt64();
    entry.outcome = textAt(statement, 11);
    entry.subject = textAt(statement, 12);
    entry.detail = textAt(statement, 13);
    entry.tookMs = statement.getColumn(14).getInt64();
    return entry;
}

}  // namespace

QString to_string(Entry::Kind kind) { return QString::fromLatin1(kinds.at(static_cast<std::size_t>(kind))); }

Journal::Journal(std::unique_ptr<SQLite::Database> database) : m_database(std::move(database)) {}

Journal::~Journal() = default;

Done<std::unique_ptr<Journal>> Journal::open(const QString& path)
{
    try {
        auto database = std::make_unique<SQLite::Database>(utf8(path), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                                           waitForReaders);
        const int found = database->execAndGet("PRAGMA user_version").getInt();
        if (found > version)
            return tl::unexpected(RunProblem{
                RunProblemCode::notSupported, QStringLiteral("%1 (journal version %2)").arg(path).arg(found), {}, {}});
        int persist = 1;
        sqlite3_file_control(database->getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
        database->exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        if (found == 0)
            database->exec("BEGIN IMMEDIATE;" + std::string(schema) + "COMMIT;");
        return std::unique_ptr<Journal>(new Journal(std::move(database)));
    } catch (const SQLite::Exception& error) {
        return tl::unexpected(problemOf(path, error));
    }
}

std::unique_ptr<Journal> Journal::openReadOnly(const QString& path)
{
    if (!QFileInfo::exists(path))
        return nullptr;
    try {
        auto database = std::make_unique<SQLite::Database>(utf8(path), SQLite::OPEN_READONLY, waitForReaders);
        if (database->execAndGet("PRAGMA user_version").getInt() != version)
            return nullptr;
        return std::unique_ptr<Journal>(new Journal(std::move(database)));
    } catch (const SQLite::Exception&) {
        return nullptr;
    }
}

Done<qint64> Journal::append(const Entry& entry)
{
    try {
        SQLite::Statement insert(*m_database,
                                 "INSERT INTO entry(run,at,kind,hop,state,step,attempt,input,fence,intent,outcome,"
                                 "subject,detail,took) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        insert.bind(1, utf8(entry.run));
        insert.bind(2, utf8(entry.at.toUTC().toString(Qt::ISODateWithMs)));
        insert.bind(3, kinds.at(static_cast<std::size_t>(entry.kind)));
        insert.bind(4, entry.hop);
        insert.bind(5, utf8(entry.state));
        insert.bind(6, utf8(entry.step));
        insert.bind(7, entry.attempt);
        insert.bind(8, utf8(entry.input));
        insert.bind(9, static_cast<std::int64_t>(entry.fence));
        insert.bind(10, static_cast<std::int64_t>(entry.intent));
        insert.bind(11, utf8(entry.outcome));
        insert.bind(12, utf8(entry.subject));
        insert.bind(13, utf8(entry.detail));
        insert.bind(14, static_cast<std::int64_t>(entry.tookMs));
        insert.exec();
        return static_cast<qint64>(m_database->getLastInsertRowid());
    } catch (const SQLite::Exception& error) {
        return tl::unexpected(problemOf(QString::fromStdString(m_database->getFilename()), error));
    }
}

Done<QString> Journal::newestRun() const
{
    try {
        SQLite::Statement query(*m_database, "SELECT run FROM entry WHERE kind='run' ORDER BY seq DESC LIMIT 1");
        return query.executeStep() ? textAt(query, 0) : QString();
    } catch (const SQLite::Exception& error) {
        return tl::unexpected(problemOf(QString::fromStdString(m_database->getFilename()), error));
    }
}

Done<std::vector<Entry>> Journal::entries(const QString& run, qint64 seq) const
{
    try {
        std::vector<Entry> found;
        SQLite::Statement query(*m_database,
                                "SELECT seq,run,at,kind,hop,state,step,attempt,input,fence,intent,outcome,subject,"
                                "detail,took FROM entry WHERE run=? AND seq>? ORDER BY seq");
        query.bind(1, utf8(run));
        query.bind(2, static_cast<std::int64_t>(seq));
        while (query.executeStep())
            found.push_back(entryOf(query));
        return found;
    } catch (const SQLite::Exception& error) {
        return tl::unexpected(problemOf(QString::fromStdString(m_database->getFilename()), error));
    }
}

}  // namespace installers
