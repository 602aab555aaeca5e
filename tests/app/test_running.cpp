#include "app/demo/demo_site.h"
#include "tests/app/folder.h"
#include "tests/app/small_catalog.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>
#include <csignal>

namespace {

struct Finished {
    int code = -1;
    QString out;
    QString err;
};

constexpr int patience = 60'000;

}  // namespace

/// The real program at a small demo site: what it refuses leaves the site as it is; pause, resume, status and the live
/// progress of runs that really happen.
class TestRunning : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        demo::SiteRequest request;
        request.folder = m_folder.path(QStringLiteral("site"));
        request.entries = 500;
        request.server = QStringLiteral(CAIRN_SERVER);
        const demo::Made<demo::MadeSite> made = demo::makeSite(request);
        QVERIFY(made);
        m_site = made->file;
        m_catalog = made->catalog;
        QCOMPARE(cairn({QStringLiteral("plan"), QStringLiteral("--catalog"), m_catalog, QStringLiteral("--site"),
                        m_site, QStringLiteral("--to"), QStringLiteral("4.2.7"), QStringLiteral("--format"),
                        QStringLiteral("json"), QStringLiteral("-o"), plan()})
                     .code,
                 0);
    }
    void cleanupTestCase() { static_cast<void>(demo::stopService(m_folder.path(QStringLiteral("site")))); }

    void whatDoesNotFitIsRefused_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* what, int code, const char* message) {
            QTest::newRow(what) << QString::fromUtf8(what) << code << QString::fromUtf8(message);
        };
        row("edited plan", 6, "The plan was altered after it was made: its digest does not hold.");
        row("plan for another site", 5, "The plan was made for another site, \"Elsewhere\".");
        row("plan for another product", 5, "The plan, the catalog and the site are not for the same product");
        row("artefact differs", 6, "is not the one the catalog names: its digest is");
        row("artefact missing", 3, "which the plan needs, is missing.");
        row("state folder that cannot be written", 3, "The state folder");
        row("another catalog", 6, "is not the one the plan was made from.");
        row("catalog without a signature", 6, "it carries no signature of a key that is pinned here.");
    }
    void whatDoesNotFitIsRefused()
    {
        QFETCH(const QString, what);
        QFETCH(const int, code);
        QFETCH(const QString, message);
        QString plan = this->plan();
        QString site = m_site;
        QStringList more{QStringLiteral("--allow-unsigned")};
        prepare(what, plan, site, more);
        const auto before = siteFiles();
        const Finished finished = cairn(
            QStringList{QStringLiteral("run"), QStringLiteral("--plan"), plan, QStringLiteral("--site"), site} + more);
        QVERIFY2(finished.err.contains(message), qPrintable(finished.err));
        QCOMPARE(finished.code, code);
        QCOMPARE(finished.out, QString());
        QCOMPARE(siteFiles(), before);
    }

    void nothingIsPausedWhereNothingRuns()
    {
        const Finished finished = cairn(atSite("pause"));
        QCOMPARE(finished.code, 5);
        QVERIFY2(finished.err.contains(QStringLiteral("nothing to pause")), qPrintable(finished.err));
        QCOMPARE(cairn(atSite("resume")).code, 3);
    }

    /// One run from its beginning over a pause to its end, watched by others.
    void aRunIsWatchedPausedAndResumed()
    {
        QProcess run;
        run.start(QStringLiteral(CAIRN_PROGRAM), runArguments());
        QVERIFY(run.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(cairn(atSite("status")).out.contains(QStringLiteral("The run is at work.")), patience);
        QProcess watch;
        watch.start(QStringLiteral(CAIRN_PROGRAM), atSite("status") << QStringLiteral("--watch"));
        QVERIFY(watch.waitForStarted());

        // While the runner stands still, others can look, but not begin.
        QCOMPARE(::kill(static_cast<pid_t>(run.processId()), SIGSTOP), 0);
        QTRY_VERIFY_WITH_TIMEOUT(standsStill(run.processId()), patience);
        const auto before = runnersFiles();
        const Finished second = cairn(runArguments());
        QCOMPARE(second.code, 23);
        QVERIFY2(second.err.contains(QStringLiteral("The site is already being upgraded by")), qPrintable(second.err));
        QVERIFY2(second.err.contains(QStringLiteral("process %1").arg(run.processId())), qPrintable(second.err));
        QCOMPARE(cairn(atSite("resume")).code, 23);
        QCOMPARE(runnersFiles(), before);
        const Finished paused = cairn(atSite("pause"));
        QCOMPARE(paused.code, 0);
        QVERIFY2(paused.out.contains(QStringLiteral("cairn resume --site")), qPrintable(paused.out));
        QCOMPARE(::kill(static_cast<pid_t>(run.processId()), SIGCONT), 0);

        QVERIFY(run.waitForFinished(patience));
        QCOMPARE(run.exitCode(), 22);
        const QString report = QString::fromUtf8(run.readAllStandardOutput());
        QVERIFY2(report.contains(QStringLiteral("Waiting: the run goes on when it is told to.")), qPrintable(report));
        QVERIFY2(report.contains(QStringLiteral("cairn resume --site ") + m_site), qPrintable(report));
        QVERIFY(watch.waitForFinished(patience));
        QCOMPARE(watch.exitCode(), 22);
        QCOMPARE(cairn(atSite("status")).code, 22);

        const Finished other = cairn(runArguments());
        QCOMPARE(other.code, 23);
        QVERIFY2(other.err.contains(QStringLiteral("is not finished")), qPrintable(other.err));

        const Finished resumed = cairn(atSite("resume"));
        QVERIFY2(resumed.code == 0, qPrintable(resumed.err));
        QVERIFY2(resumed.out.contains(QStringLiteral("Done: the site runs release 4.2.7.")), qPrintable(resumed.out));
        QVERIFY2(resumed.err.contains(QStringLiteral("hop 2 of 2: 3.4.2 > 4.2.7")), qPrintable(resumed.err));
        QVERIFY2(resumed.err.contains(QStringLiteral("hop 2, opening: done in ")), qPrintable(resumed.err));
        QCOMPARE(cairn(atSite("status")).code, 0);
        QVERIFY(cairn(atSite("status")).out.contains(QStringLiteral("2 of 2")));
    }

    /// As a person sees it: a pseudo terminal, one line that is drawn again and again.
    void terminalsShowALiveLine()
    {
        QCOMPARE(cairn({QStringLiteral("plan"), QStringLiteral("--catalog"), m_catalog, QStringLiteral("--site"),
                        m_site, QStringLiteral("--to"), QStringLiteral("5.2.4"), QStringLiteral("--format"),
                        QStringLiteral("json"), QStringLiteral("-o"), plan()})
                     .code,
                 0);
        if (QStandardPaths::findExecutable(QStringLiteral("script")).isEmpty()) {
            QSKIP("script(1) is not installed");
        }
        QStringList quoted;
        for (const QString& word : QStringList{QStringLiteral(CAIRN_PROGRAM)} + runArguments()) {
            quoted.push_back(QLatin1Char('\'') + word + QLatin1Char('\''));
        }
        QProcess terminal;
        terminal.start(QStringLiteral("script"),
                       {QStringLiteral("-qec"), QStringLiteral("stty cols 90; ") + quoted.join(QLatin1Char(' ')),
                        QStringLiteral("/dev/null")});
        QVERIFY(terminal.waitForFinished(patience));
        QCOMPARE(terminal.exitCode(), 0);
        const QString seen = QString::fromUtf8(terminal.readAllStandardOutput());
        QVERIFY2(seen.contains(QStringLiteral("[....................]  hop 1 of 1: 4.2.7 > 5.2.4  step 1 of ")),
                 qPrintable(seen));
        QVERIFY2(seen.contains(QStringLiteral("[####################]  hop 1 of 1")), qPrintable(seen));
        QVERIFY2(seen.contains(QStringLiteral("Done: the site runs release 5.2.4.")), qPrintable(seen));
        for (const QString& drawn : seen.split(QRegularExpression(QStringLiteral("[\r\n]")))) {
            const QString line = QString(drawn).remove(QRegularExpression(QStringLiteral("\x1b\\[[0-9;]*[A-Za-z]")));
            QVERIFY2(line.size() <= 90 || line.startsWith(QStringLiteral("cairn: warning")), qPrintable(line));
        }
    }

private:
    [[nodiscard]] QString plan() const { return m_folder.path(QStringLiteral("plan.json")); }
    [[nodiscard]] QStringList atSite(const char* command) const
    {
        return {QString::fromUtf8(command), QStringLiteral("--site"), m_site};
    }
    [[nodiscard]] QStringList runArguments() const
    {
        return {QStringLiteral("run"),
                QStringLiteral("--plan"),
                plan(),
                QStringLiteral("--site"),
                m_site,
                QStringLiteral("--allow-unsigned")};
    }

    static Finished cairn(const QStringList& arguments)
    {
        QProcess process;
        process.start(QStringLiteral(CAIRN_PROGRAM), arguments);
        if (!process.waitForFinished(patience)) {
            return {};
        }
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }

    /// What an upgrade could have changed: files by path, size and moment; what the service itself writes while it runs
    /// is left out.
    [[nodiscard]] QMap<QString, QString> siteFiles() const
    {
        QMap<QString, QString> files;
        QDirIterator walk(m_folder.path(QStringLiteral("site")), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QString file = walk.next();
            const QFileInfo info = walk.fileInfo();
            if (info.isFile() && !file.endsWith(QStringLiteral("-shm")) && !file.endsWith(QStringLiteral("-wal"))) {
                files.insert(file,
                             QStringLiteral("%1 %2").arg(info.size()).arg(info.lastModified().toMSecsSinceEpoch()));
            }
        }
        return files;
    }

    /// Without what processes write that the runner has started: they do not stand still when it does.
    [[nodiscard]] QMap<QString, QString> runnersFiles() const
    {
        const QString state = m_folder.path(QStringLiteral("site/.cairn/"));
        QMap<QString, QString> files = siteFiles();
        files.removeIf([&state](QMap<QString, QString>::iterator file) {
            return !file.key().startsWith(state) || file.key().contains(QStringLiteral("/output/")) ||
                   file.key().startsWith(state + QStringLiteral("page."));
        });
        return files;
    }

    [[nodiscard]] static bool standsStill(qint64 process)
    {
        QFile status(QStringLiteral("/proc/%1/status").arg(process));
        return status.open(QIODevice::ReadOnly) && status.readAll().contains("\nState:\tT");
    }

    void prepare(const QString& what, QString& plan, QString& site, QStringList& more)
    {
        const QByteArray text = Folder::read(this->plan());
        const QByteArray siteText = Folder::read(m_site);
        if (what == QStringLiteral("edited plan")) {
            plan = m_folder.write(QStringLiteral("edited.json"), replaced(text, "\"maintenance\"", "\"online\""));
        } else if (what == QStringLiteral("plan for another site")) {
            const QString elsewhere =
                m_folder.write(QStringLiteral("elsewhere.yaml"), "cairn-site: 1\nproduct: ledger\nname: Elsewhere\n"
                                                                 "version: 3.2.1\n");
            plan = planOf(m_catalog, elsewhere);
        } else if (what == QStringLiteral("plan for another product")) {
            const QString pump = m_folder.write(QStringLiteral("pump.yaml"), smallCatalog());
            const QString pumpSite = m_folder.write(QStringLiteral("pumpsite.yaml"),
                                                    "cairn-site: 1\nproduct: pump\nname: \"Harbour Trading, "
                                                    "Bergen\"\nversion: \"2.0\"\n");
            plan = planOf(pump, pumpSite);
        } else if (what.startsWith(QStringLiteral("artefact "))) {
            const QString copy = m_folder.path(QStringLiteral("copy"));
            QDir(copy).removeRecursively();
            QDir().mkpath(copy);
            const QDir artefacts(m_folder.path(QStringLiteral("site/artefacts")));
            for (const QString& name : artefacts.entryList(QDir::Files)) {
                QFile::copy(artefacts.filePath(name), copy + QLatin1Char('/') + name);
            }
            const QString file = copy + QStringLiteral("/ledger-4.2.7.tar");
            QByteArray bytes = Folder::read(file);
            QVERIFY(bytes.size() > 600);
            QFile::remove(file);
            if (what == QStringLiteral("artefact differs")) {
                bytes[600] = static_cast<char>(bytes[600] ^ 1);
                m_folder.write(QStringLiteral("copy/ledger-4.2.7.tar"), bytes);
            }
            more << QStringLiteral("--artefacts") << copy;
        } else if (what == QStringLiteral("state folder that cannot be written")) {
            // Beside the site file, so that its paths hold; below a regular file, where not even root can make one.
            site = m_folder.write(QStringLiteral("site/nowhere.yaml"),
                                  replaced(siteText, "state: .cairn", "state: site.yaml/state"));
        } else if (what == QStringLiteral("another catalog")) {
            more << QStringLiteral("--catalog") << changedCatalog();
        } else if (what == QStringLiteral("catalog without a signature")) {
            more.removeAll(QStringLiteral("--allow-unsigned"));
        }
    }

    [[nodiscard]] QString planOf(const QString& catalog, const QString& site)
    {
        QString file = m_folder.path(QStringLiteral("other.json"));
        cairn({QStringLiteral("plan"), QStringLiteral("--catalog"), catalog, QStringLiteral("--site"), site,
               QStringLiteral("--to"), catalog == m_catalog ? QStringLiteral("4.2.7") : QStringLiteral("2.1"),
               QStringLiteral("--format"), QStringLiteral("json"), QStringLiteral("-o"), file});
        return file;
    }

    [[nodiscard]] QString changedCatalog()
    {
        const QString exported = m_folder.path(QStringLiteral("exported.yaml"));
        cairn({QStringLiteral("catalog"), QStringLiteral("export"), m_catalog, QStringLiteral("-o"), exported});
        return m_folder.write(QStringLiteral("changed.yaml"),
                              replaced(Folder::read(exported), "vendor:", "vendor: Another and "));
    }

    static QByteArray replaced(QByteArray text, const QByteArray& old, const QByteArray& now)
    {
        const qsizetype at = text.indexOf(old);
        if (at < 0) {
            qFatal("nothing to replace: %s", old.constData());
        }
        return text.replace(at, old.size(), now);
    }

    Folder m_folder;
    QString m_site;
    QString m_catalog;
};

QTEST_GUILESS_MAIN(TestRunning)
#include "test_running.moc"
