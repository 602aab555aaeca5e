#pragma once

#include "tests/ledger/database.h"
#include "tests/ledger/release_folder.h"

#include <QJsonArray>
#include <QList>

namespace ledger {

/// The journal of one company, as one release sees it.
class Book {
public:
    struct Line {
        QString account;
        qint64 cents = 0;
    };
    struct Posting {
        QString date;  ///< YYYY-MM-DD
        QString text;
        QList<Line> lines;
    };
    struct Balance {
        QString account;
        QString name;
        qint64 cents = 0;
    };

    /// Opens the database for the release. Refuses a schema that the release does not know: an older one, a newer one
    /// that no longer works with it, one whose conversions are missing, or one that a query does not fit.
    [[nodiscard]] static Result<Book> open(ReleaseFolder release, const QString& where);

    /// Takes the database into this release's way of writing; only needed before post().
    [[nodiscard]] Result<void> prepareToServe();

    [[nodiscard]] const ReleaseFolder& release() const { return m_release; }
    [[nodiscard]] qint64 databaseSchema() const { return m_databaseSchema; }

    [[nodiscard]] Result<QList<Balance>> balances();
    /// The rows of a query as objects; the query's parameters :id, :limit and :offset are given.
    [[nodiscard]] Result<QJsonArray> rows(const QString& query, qint64 id, qint64 limit, qint64 offset);
    /// Books a balanced entry and gives its number. Durable when it returns.
    [[nodiscard]] Result<qint64> post(const Posting& posting);
    /// Everything the release expects of the data; the first thing that is wrong is the failure.
    [[nodiscard]] Result<void> check();

private:
    Book(ReleaseFolder release, std::unique_ptr<Database> database)
        : m_release(std::move(release)), m_database(std::move(database))
    {
    }
    [[nodiscard]] Result<void> checkSchema();
    [[nodiscard]] Result<void> checkConversions();
    [[nodiscard]] Result<void> checkQueries();
    [[nodiscard]] Result<qint64> write(const Posting& posting);
    [[nodiscard]] Result<void> run(const QString& query, qint64 id, const Posting& posting, const Line& line);

    ReleaseFolder m_release;
    std::unique_ptr<Database> m_database;
    qint64 m_databaseSchema = 0;
};

}  // namespace ledger
