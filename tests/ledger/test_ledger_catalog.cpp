#include "tests/ledger/digests.h"
#include "tests/ledger/trial.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <archive.h>
#include <archive_entry.h>
#include <set>

using namespace ledger;

class TestLedgerCatalog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellsTheStoryOfTheProduct();
    void releasesAreThoseThatAreBuilt();
    void digestsAreThoseOfTheArtefacts();
    void artefactsAreTheSameEveryTime();
    void artefactHoldsPlainFiles();
    void digestsCanBeWrittenAnew();
    void compatFollowsFromTheScripts_data();
    void compatFollowsFromTheScripts();

private:
    QTemporaryDir m_folder{scratchTemplate()};
    std::unique_ptr<Trial> m_trial;
};

void TestLedgerCatalog::initTestCase()
{
    auto trial = Trial::make(m_folder.path());
    QVERIFY2(trial, qPrintable(trial ? QString() : trial.error()));
    m_trial = *std::move(trial);
}

void TestLedgerCatalog::tellsTheStoryOfTheProduct()
{
    const catalog::Catalog& sample = m_trial->loaded().catalog;
    QVERIFY(sample.releases.size() >= 60);
    QVERIFY(sample.lines.size() >= 4);
    QVERIFY(sample.scripts.size() >= 25);
    std::set<catalog::ReleaseState> states;
    int checkpoints = 0;
    int conditional = 0;
    for (const catalog::Release& release : sample.releases) {
        states.insert(release.state.value);
        checkpoints += static_cast<int>(release.checkpoints.size());
        for (const catalog::Checkpoint& checkpoint : release.checkpoints) {
            QVERIFY(!checkpoint.note.reason.empty());
            conditional += checkpoint.when == catalog::Condition() ? 0 : 1;
        }
        QVERIFY(release.date && *release.date <= *sample.published);
        QVERIFY(release.state.value == catalog::ReleaseState::ok || !release.state.note->reason.empty());
        QVERIFY(release.schema && release.compat && release.migrations);
        QVERIFY(*release.compat <= *release.schema);
    }
    QCOMPARE(states.size(), std::size_t{5});
    QVERIFY(checkpoints >= 5);
    QVERIFY(conditional >= 1);
}

void TestLedgerCatalog::releasesAreThoseThatAreBuilt()
{
    const auto sources = demo::ProductSources::read(sampleCatalog() + QStringLiteral("/product"));
    QVERIFY(sources);
    QStringList built;
    for (const demo::BuiltRelease& release : sources->releases()) {
        built.append(QStringLiteral("%1 %2").arg(release.version).arg(release.schema));
    }
    QStringList listed;
    for (const catalog::Release& release : m_trial->loaded().catalog.releases) {
        listed.append(
            QStringLiteral("%1 %2").arg(QString::fromStdString(release.version.text)).arg(release.schema->value));
    }
    QCOMPARE(built, listed);
}

void TestLedgerCatalog::digestsAreThoseOfTheArtefacts()
{
    const auto entries = buildEntries(sampleCatalog());
    QVERIFY(entries);
    for (const catalog::Release& release : m_trial->loaded().catalog.releases) {
        QCOMPARE(release.install->artefacts.size(), std::size_t{1});
        const catalog::Artefact& artefact = release.install->artefacts.front();
        const ArtefactEntry built = entries->value(QString::fromStdString(artefact.name));
        QCOMPARE(static_cast<qint64>(artefact.size), built.size);
        // Run ledger-pack when this differs after a change below product/.
        QCOMPARE(QByteArray::fromStdString(artefact.digest.text()), "sha256:" + built.sha256);
    }
}

void TestLedgerCatalog::artefactsAreTheSameEveryTime()
{
    const auto first = buildEntries(sampleCatalog());
    const auto second = buildEntries(sampleCatalog());
    QVERIFY(first && second);
    QCOMPARE(*first, *second);
    QVERIFY((*first)[QStringLiteral("ledger-3.2.1.tar")].sha256 != (*first)[QStringLiteral("ledger-3.2.2.tar")].sha256);
}

void TestLedgerCatalog::artefactHoldsPlainFiles()
{
    const auto sources = demo::ProductSources::read(sampleCatalog() + QStringLiteral("/product"));
    QVERIFY(sources);
    const auto packed = sources->files({QStringLiteral("5.0.0"), 50}).and_then(demo::pack);
    QVERIFY(packed);
    QCOMPARE(packed->size() % 512, 0);
    archive* reader = archive_read_new();
    archive_read_support_format_tar(reader);
    QCOMPARE(archive_read_open_memory(reader, packed->constData(), static_cast<size_t>(packed->size())), ARCHIVE_OK);
    QMap<QString, int> modes;
    archive_entry* entry = nullptr;
    while (archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
        QVERIFY(archive_entry_filetype(entry) == AE_IFREG);
        QCOMPARE(archive_entry_uid(entry), 0);
        modes.insert(QString::fromUtf8(archive_entry_pathname(entry)), static_cast<int>(archive_entry_perm(entry)));
    }
    archive_read_free(reader);
    QCOMPARE(modes.value(QStringLiteral("bin/convert-money")), 0755);
    QCOMPARE(modes.value(QStringLiteral("bin/ledger")), 0755);
    QCOMPARE(modes.value(QStringLiteral("release.json")), 0644);
    QVERIFY(!modes.contains(QStringLiteral("bin/convert-utf8")));
}

void TestLedgerCatalog::digestsCanBeWrittenAnew()
{
    const QString zeros(64, QLatin1Char('0'));
    const QString yaml = QStringLiteral("a: [{name: ledger-1.tar, size: 0, sha256: %1}, {name: other.tar, size: 7, "
                                        "sha256: %1}]\nb: 1\n")
                             .arg(zeros);
    const QByteArray digest(64, 'a');
    const QString expected = QStringLiteral("a: [{name: ledger-1.tar, size: 512, sha256: %1}, {name: other.tar, size: "
                                            "7, sha256: %2}]\nb: 1\n")
                                 .arg(QString::fromLatin1(digest), zeros);
    QCOMPARE(withEntries(yaml, {{QStringLiteral("ledger-1.tar"), {512, digest}}}), expected);
}

void TestLedgerCatalog::compatFollowsFromTheScripts_data()
{
    QTest::addColumn<bool>("onServer");
    QTest::newRow("SQLite") << false;
    QTest::newRow("PostgreSQL") << true;
}

void TestLedgerCatalog::compatFollowsFromTheScripts()
{
    QFETCH(bool, onServer);
    const auto kind = onServer ? catalog::DatabaseKind::postgresql : catalog::DatabaseKind::sqlite;
    // What takes something away from the release before, and the conversions, raise compat to the release's own
    // schema; everything else leaves it as it is. A script of the contract phase counts only once it has run.
    static const QRegularExpression takesAway(
        QStringLiteral(R"(\b(DROP\s+(TABLE|VIEW|COLUMN)|RENAME\s+(COLUMN|TO)|CREATE\s+UNIQUE\s+INDEX)\b)"));
    const catalog::Catalog& sample = m_trial->loaded().catalog;
    for (std::size_t position = 0; position < sample.releases.size(); ++position) {
        const catalog::Release& release = sample.releases[position];
        const auto parent = m_trial->order().parent(static_cast<catalog::ReleaseIndex>(position));
        if (!parent) {
            continue;
        }
        catalog::SchemaVersion expanded = *sample.at(*parent).compat;
        const bool raises = sample.at(*parent).schema < release.schema;
        bool converts = raises && release.install->steps.contains(catalog::Phase::migrate);
        converts = converts && release.schema->value != 51 && release.schema->value != 52;  // done since 5.0
        catalog::SchemaVersion contracted = expanded;
        for (const catalog::Migration& migration : *release.migrations) {
            const std::string& text = sample.scripts.at(migration.sql.at(kind));
            if (QString::fromStdString(text).contains(takesAway)) {
                (migration.phase == catalog::MigrationPhase::contract ? contracted : expanded) = *release.schema;
            }
        }
        expanded = converts ? *release.schema : expanded;
        const QByteArray version = QByteArray::fromStdString(release.version.text);
        QVERIFY2(release.compatExpanded.value_or(*release.compat) == expanded || !raises, version.constData());
        QVERIFY2(*release.compat == std::max(expanded, contracted), version.constData());
    }
}

QTEST_GUILESS_MAIN(TestLedgerCatalog)
#include "test_ledger_catalog.moc"
