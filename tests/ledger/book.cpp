#include "tests/ledger/book.h"

#include <QJsonObject>

namespace ledger {

Result<Book> Book::open(ReleaseFolder release, const QString& where)
{
    auto database = Database::open(where);
    if (!database) {
        return tl::make_unexpected(database.error());
    }
    Book book(std::move(release), *std::move(database));
    auto fits = book.checkSchema().and_then([&book] { return book.checkConversions(); }).and_then([&book] {
        return book.checkQueries();
    });
    if (!fits) {
        return tl::make_unexpected(fits.error());
    }
    return book;
}

Result<void> Book::prepareToServe()
{
    auto prepared = m_database->prepareToServe(m_release.journal);
    return prepared ? prepared : fail(ExitCode::cannotOpen, prepared.error().message);
}

Result<void> Book::checkSchema()
{
    const auto version = m_database->integer("SELECT version FROM ledger_schema");
    const auto compat = m_database->integer("SELECT compat FROM ledger_schema");
    if (!version || !compat) {
        return fail(ExitCode::cannotOpen, (version ? compat : version).error().message);
    }
    m_databaseSchema = version->value_or(0);
    const bool known = m_databaseSchema == m_release.schema ||
                       (m_databaseSchema > m_release.schema && compat->value_or(0) <= m_release.schema);
    if (!known) {
        return fail(
            ExitCode::unknownSchema,
            QStringLiteral("Ledger %1 knows schema %2; the database has schema %3, which works with %4 and later")
                .arg(m_release.version)
                .arg(m_release.schema)
                .arg(m_databaseSchema)
                .arg(compat->value_or(0)));
    }
    return {};
}

Result<void> Book::checkConversions()
{
    for (const QString& conversion : std::as_const(m_release.conversions)) {
        const auto done =
            m_database->integer("SELECT count(*) FROM conversion WHERE id = '" + conversion.toLatin1() + "'");
        if (!done || done->value_or(0) != 1) {
            return fail(ExitCode::conversionMissing,
                        QStringLiteral("Ledger %1 needs the conversion %2, which was never done")
                            .arg(m_release.version, conversion));
        }
    }
    return {};
}

Result<void> Book::checkQueries()
{
    for (const auto& scripts : {m_release.queries, m_release.checks}) {
        for (auto script = scripts.begin(); script != scripts.end(); ++script) {
            QByteArray rest = script.value();
            while (!rest.isEmpty()) {
                auto statement = m_database->prepare(rest);
                if (!statement) {
                    return fail(ExitCode::queryFails,
                                QStringLiteral("Ledger %1: query %2 does not fit the database: %3")
                                    .arg(m_release.version, script.key(), statement.error().message));
                }
            }
        }
    }
    return {};
}

Result<QList<Book::Balance>> Book::balances()
{
    QByteArray sql = m_release.queries.value(QStringLiteral("balances"));
    auto statement = m_database->prepare(sql);
    if (!statement) {
        return tl::make_unexpected(statement.error());
    }
    QList<Balance> balances;
    auto row = (*statement)->step();
    for (; row && *row; row = (*statement)->step()) {
        balances.append({m_release.decode((*statement)->bytes(0)), m_release.decode((*statement)->bytes(1)),
                         (*statement)->integer(2)});
    }
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    return balances;
}

Result<QJsonArray> Book::rows(const QString& query, qint64 id, qint64 limit, qint64 offset)
{
    QByteArray sql = m_release.queries.value(query);
    auto statement = m_database->prepare(sql);
    if (!statement) {
        return tl::make_unexpected(statement.error());
    }
    if (!*statement) {
        return QJsonArray();
    }
    Statement& reader = **statement;
    reader.bind(":id", id);
    reader.bind(":limit", limit);
    reader.bind(":offset", offset);
    QJsonArray rows;
    auto row = reader.step();
    for (; row && *row; row = reader.step()) {
        QJsonObject object;
        for (int column = 0; column < reader.columns(); ++column) {
            const QString name = QString::fromUtf8(reader.columnName(column));
            if (reader.columnType(column) == ValueType::integer) {
                object.insert(name, reader.integer(column));
            } else if (reader.columnType(column) == ValueType::null) {
                object.insert(name, QJsonValue::Null);
            } else {
                object.insert(name, m_release.decode(reader.bytes(column)));
            }
        }
        rows.append(object);
    }
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    return rows;
}

Result<qint64> Book::post(const Posting& posting)
{
    if (auto begun = m_database->begin(); !begun) {
        return tl::make_unexpected(begun.error());
    }
    auto id = write(posting);
    if (id) {
        if (auto committed = m_database->execute("COMMIT"); !committed) {
            id = tl::make_unexpected(committed.error());
        }
    }
    if (!id) {
        // Its failure adds nothing: what failed has then already rolled back.
        (void)m_database->execute("ROLLBACK");
    }
    return id;
}

Result<qint64> Book::write(const Posting& posting)
{
    auto next = m_database->integer(m_release.queries.value(QStringLiteral("next_id")));
    if (!next) {
        return tl::make_unexpected(next.error());
    }
    const qint64 id = next->value_or(1);
    if (auto written = run(QStringLiteral("post"), id, posting, {}); !written) {
        return tl::make_unexpected(written.error());
    }
    for (const Line& line : posting.lines) {
        if (auto written = run(QStringLiteral("post_line"), id, posting, line); !written) {
            return tl::make_unexpected(written.error());
        }
        if (m_database->changes() != 1) {
            return fail(ExitCode::usage, QStringLiteral("no account %1").arg(line.account));
        }
    }
    return id;
}

Result<void> Book::run(const QString& query, qint64 id, const Posting& posting, const Line& line)
{
    qint64 total = 0;
    for (const Line& each : posting.lines) {
        total += std::max<qint64>(each.cents, 0);
    }
    QByteArray rest = m_release.queries.value(query);
    while (!rest.isEmpty()) {
        auto statement = m_database->prepare(rest);
        if (!statement) {
            return tl::make_unexpected(statement.error());
        }
        if (!*statement) {
            break;
        }
        Statement& writer = **statement;
        writer.bind(":id", id);
        writer.bind(":date", posting.date.toUtf8());
        writer.bind(":text", m_release.encode(posting.text));
        writer.bind(":total", total);
        writer.bind(":account", m_release.encode(line.account));
        writer.bind(":cents", line.cents);
        if (auto done = writer.step(); !done) {
            return tl::make_unexpected(done.error());
        }
    }
    return {};
}

Result<void> Book::check()
{
    for (auto script = m_release.checks.begin(); script != m_release.checks.end(); ++script) {
        QByteArray sql = script.value();
        auto statement = m_database->prepare(sql);
        if (!statement) {
            return tl::make_unexpected(statement.error());
        }
        auto row = (*statement)->step();
        if (!row) {
            return tl::make_unexpected(row.error());
        }
        if (*row) {
            return fail(ExitCode::checkFails, m_release.decode((*statement)->bytes(0)));
        }
    }
    return {};
}

}  // namespace ledger
