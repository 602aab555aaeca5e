#include "tests/catalog/schema/operation_rows.h"
#include "tests/catalog/schema/postgres_review.h"
#include "tests/support/postgres_server.h"

#include <QtTest>

/// Each row of the table of operations: the static verdict, and what a real server does.
class TestSchemaOperations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void statementsAreClassified_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("expected");
        for (const OperationSample& sample : operationSamples())
            QTest::newRow(sample.name) << QString::fromUtf8(sample.sql) << QString::fromUtf8(sample.expected);
    }
    void statementsAreClassified()
    {
        QFETCH(const QString, sql);
        QFETCH(const QString, expected);
        const schema::UnitReview review = given::reviewOf({operationBase, sql.toStdString()});
        QCOMPARE(review.statements.size(), std::size_t{1});
        QVERIFY(!review.statements.front().verdicts.empty());
        QCOMPARE(given::written(review.statements.front().verdicts.back()), expected);
    }

    void serversAgree_data()
    {
        if (const QString missing = support::PostgresServer::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        m_server = support::PostgresServer::start();
        QVERIFY(m_server != nullptr);
        QVERIFY(m_server->createDatabase(QStringLiteral("trial")));
        QVERIFY(m_server->run(QStringLiteral("trial"), QString::fromUtf8(operationBase)).has_value());
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("expected");
        for (const OperationSample& sample : operationSamples()) {
            if (sample.trial == Trial::compare)
                QTest::newRow(sample.name) << QString::fromUtf8(sample.sql) << QString::fromUtf8(sample.expected);
        }
    }
    void serversAgree()
    {
        QFETCH(const QString, sql);
        QFETCH(const QString, expected);
        const QString strongest = QStringLiteral(
            "SELECT coalesce((SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation IN ('%1'::regclass, "
            "'%2'::regclass) AND mode NOT IN ('AccessShareLock') ORDER BY array_position(ARRAY['RowExclusiveLock', "
            "'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', "
            "'AccessExclusiveLock'], "
            "mode) DESC LIMIT 1), '')");
        const QString table = sql.contains(QStringLiteral("uses")) ? QStringLiteral("uses") : QStringLiteral("t");
        const std::optional<QString> oid =
            m_server->run(QStringLiteral("trial"), QStringLiteral("SELECT '%1'::regclass::oid").arg(table));
        QVERIFY(oid.has_value());
        const QString before = m_server->run(QStringLiteral("trial"), fileOf(*oid)).value_or(QString());
        const std::optional<QString> seen = m_server->run(
            QStringLiteral("trial"), QStringLiteral("BEGIN; %1; %2; %3; ROLLBACK")
                                         .arg(sql, fileOf(*oid), strongest.arg(oid->trimmed(), oid->trimmed())));
        QVERIFY(seen.has_value());
        const QStringList lines = seen->split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        const QString file = lines.value(0);
        const QString lock = lockName(lines.value(1));
        QCOMPARE(file.trimmed() != before.trimmed(), expected.contains(QStringLiteral("+R")));
        const bool onTable = !expected.contains(QStringLiteral("comment"));
        if (onTable)
            QCOMPARE(lock, lockIn(expected));
    }

private:
    static QString fileOf(const QString& oid)
    {
        return QStringLiteral("SELECT relfilenode FROM pg_class WHERE oid = %1").arg(oid.trimmed());
    }
    /// AccessExclusiveLock as "access exclusive".
    static QString lockName(QString mode)
    {
        mode.remove(QStringLiteral("Lock"));
        QString name;
        for (const QChar c : mode.trimmed())
            name += c.isUpper() && !name.isEmpty() ? QLatin1Char(' ') + QString(c.toLower()) : QString(c.toLower());
        return name;
    }
    static QString lockIn(const QString& expected)
    {
        QStringList parts = expected.split(QLatin1Char(' ')).mid(3);
        parts.removeIf([](const QString& part) { return part.startsWith(QLatin1Char('+')); });
        return parts.join(QLatin1Char(' '));
    }

    std::unique_ptr<support::PostgresServer> m_server;
};

QTEST_GUILESS_MAIN(TestSchemaOperations)
#include "test_schema_operations.moc"
