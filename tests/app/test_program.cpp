#include "tests/app/folder.h"
#include "tests/app/small_catalog.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

namespace {

QString shellQuoted(const QString& text) { return QLatin1Char('\'') + text + QLatin1Char('\''); }

}  // namespace

/// The real program, with what only a process has: an environment, file descriptors, bytes for arguments.
class TestProgram : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_catalog = m_folder.write(QStringLiteral("pump.yaml"), smallCatalog());
        m_call = shellQuoted(QStringLiteral(CAIRN_PROGRAM)) + QStringLiteral(" --plan-only --catalog ") +
                 shellQuoted(m_catalog) + QStringLiteral(" --from 1.0 --to 2.1 --format json");
    }

    void worksWithoutHomeAndLocale_data()
    {
        QTest::addColumn<QString>("environment");
        QTest::newRow("nothing at all") << QStringLiteral("env -i");
        QTest::newRow("C locale") << QStringLiteral("env -i LC_ALL=C");
        QTest::newRow("unknown locale") << QStringLiteral("env -i LC_ALL=xx_XX.UTF-8");
        QTest::newRow("home that does not exist") << QStringLiteral("env -i HOME=/nonexistent LC_ALL=POSIX");
    }
    void worksWithoutHomeAndLocale()
    {
        QFETCH(const QString, environment);
        const auto before = m_folder.picture();
        QVERIFY(shell(
            QStringLiteral("cd %1 && %2%3 %4").arg(shellQuoted(m_folder.path()), environment, sanitizers(), m_call)));
        QCOMPARE(m_code, 0);
        QCOMPARE(QJsonDocument::fromJson(m_out).object().value(QStringLiteral("outcome")).toString(),
                 QStringLiteral("path"));
        QCOMPARE(m_err.count('\n'), 1);
        QVERIFY2(m_err.startsWith("cairn: warning: "), m_err.constData());
        QCOMPARE(m_folder.picture(), before);
    }

    void aClosedPipeIsAnErrorAndNoCrash()
    {
        QVERIFY(shell(QStringLiteral("(%1; echo $? >&3) 3>&2 2>/dev/null | true").arg(slow())));
        QCOMPARE(m_err.trimmed(), QByteArray("1"));
    }

    void standardDescriptorsMayBeClosed_data()
    {
        QTest::addColumn<QString>("closed");
        QTest::addColumn<int>("code");
        QTest::newRow("stdin") << QStringLiteral("<&-") << 0;
        QTest::newRow("stderr") << QStringLiteral("2>&-") << 0;
        QTest::newRow("stdout") << QStringLiteral(">&-") << 1;
        QTest::newRow("all of them") << QStringLiteral("<&- >&- 2>&-") << 1;
    }
    void standardDescriptorsMayBeClosed()
    {
        QFETCH(const QString, closed);
        QFETCH(const int, code);
        const auto before = m_folder.picture();
        QVERIFY(shell(QStringLiteral("cd %1 && %2 %3").arg(shellQuoted(m_folder.path()), m_call, closed)));
        QCOMPARE(m_code, code);
        QCOMPARE(m_out.isEmpty(), code != 0);
        QCOMPARE(m_folder.picture(), before);
    }

    void nothingIsOpenedForWriting_data()
    {
        QTest::addColumn<QString>("more");
        QTest::addColumn<int>("code");
        QTest::newRow("a way") << QString() << 0;
        QTest::newRow("no direct way") << QStringLiteral(" --to 3.0 --accept-risk SlowIndex --require-direct") << 10;
        QTest::newRow("a pinned key") << QStringLiteral(" --trust ") + shellQuoted(m_folder.path()) << 6;
    }
    void nothingIsOpenedForWriting()
    {
        QFETCH(const QString, more);
        QFETCH(const int, code);
        m_folder.write(QStringLiteral("keys/pump.pub"),
                       "untrusted comment: x\nRWR+la1f/32f+DFF3OsNd9BeApUccpG+7ieGX94PnE7i1ZbLGaK4OHZV\n");
        const QString trace = m_folder.path(QStringLiteral("trace"));
        // LeakSanitizer cannot work below strace.
        QVERIFY(shell(QStringLiteral("ASAN_OPTIONS=detect_leaks=0 strace -f -e "
                                     "trace=open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,"
                                     "unlinkat,link,linkat,symlink,symlinkat,truncate,ftruncate,chmod,fchmodat,connect "
                                     "-o %1 %2%3")
                          .arg(shellQuoted(trace),
                               QString(m_call).replace(
                                   QStringLiteral(" --to 2.1"),
                                   more.contains(QStringLiteral("--to")) ? QString() : QStringLiteral(" --to 2.1")),
                               more)));
        QVERIFY2(m_code == code, m_err.constData());
        int opened = 0;
        for (const QByteArray& line : Folder::read(trace).split('\n')) {
            const bool reads = line.contains("O_RDONLY") && !line.contains("O_CREAT") && !line.contains("O_TRUNC");
            opened += line.contains("pump.yaml") ? 1 : 0;
            QVERIFY2(reads || line.isEmpty() || line.contains("+++") || line.contains("--- SIG"), line.constData());
        }
        QVERIFY(opened > 0);
    }

    void worksFromAReadOnlyFileSystem()
    {
        QVERIFY(shell(QStringLiteral("unshare -Urm true")));
        if (m_code != 0) {
            QSKIP("no mounts of its own may be made here");
        }
        QVERIFY(
            shell(QStringLiteral(
                      "unshare -Urm sh -c 'mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && cd \"$1\" "
                      "&& ! touch new 2>/dev/null && exec env -i%2 \"$2\" --plan-only --catalog pump.yaml --from 1.0 "
                      "--to 2.1 "
                      "--format json' sh %1 %3")
                      .arg(shellQuoted(m_folder.path()), sanitizers(), shellQuoted(QStringLiteral(CAIRN_PROGRAM)))));
        QVERIFY2(m_code == 0, m_err.constData());
        QCOMPARE(QJsonDocument::fromJson(m_out).object().value(QStringLiteral("outcome")).toString(),
                 QStringLiteral("path"));
    }

    void aFullDiskIsAnError()
    {
        QVERIFY(shell(m_call + QStringLiteral(" >/dev/full")));
        QCOMPARE(m_code, 1);
        QVERIFY2(m_err.contains("could not be written to standard output"), m_err.constData());
    }

    void aPipeGetsTheAnswerAndStaysAPipe_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("begin");
        const auto row = [](const char* name, const char* arguments, int code, const char* begin) {
            QTest::newRow(name) << QString::fromUtf8(arguments) << code << QByteArray(begin);
        };
        row("plan", "plan --catalog pump.yaml --from 1.0 --to 2.1 -o pipe.cairn", 0, "Pump: from 1.0 to 2.1");
        row("fleet", "fleet --catalog pump.yaml --sites sites.csv --format csv -o pipe.cairn", 0,
            "site,version,target");
        row("export", "catalog export pump.yaml -o pipe.cairn", 0, "cairn: 1\n");
        row("compile", "catalog compile pump.yaml -o pipe.cairn", 1, "");
        row("import", "catalog import cincinnati graph.json -o pipe.cairn", 1, "");
    }
    void aPipeGetsTheAnswerAndStaysAPipe()
    {
        QFETCH(const QString, arguments);
        QFETCH(const int, code);
        QFETCH(const QByteArray, begin);
        m_folder.write(QStringLiteral("sites.csv"), "site,version\nBergen,1.0\n");
        m_folder.write(QStringLiteral("graph.json"), R"({"version":1,"nodes":[{"version":"1.0.0"}],"edges":[]})");
        // The pipe is opened for both, so that neither side waits for the other.
        QVERIFY(
            shell(QStringLiteral("cd %1 && rm -f pipe.cairn && mkfifo pipe.cairn && exec 3<>pipe.cairn && %2 %3 3>&-; "
                                 "code=$?; test -p pipe.cairn && echo end >&3 && sed /^end$/q <&3; exit $code")
                      .arg(shellQuoted(m_folder.path()), shellQuoted(QStringLiteral(CAIRN_PROGRAM)), arguments)));
        QVERIFY2(m_out.endsWith("end\n"), m_out.constData());
        QVERIFY2(m_out.startsWith(begin), m_out.constData());
        QCOMPARE(m_code, code);
        QVERIFY2(code == 0 || m_err.contains("Cannot write: pipe.cairn (not a regular file)."), m_err.constData());
    }

    void argumentsThatAreNotUtf8AreAUsageError()
    {
        QVERIFY(shell(shellQuoted(QStringLiteral(CAIRN_PROGRAM)) +
                      QStringLiteral(" plan --catalog $(printf '\\377\\376') --from 1.0")));
        QCOMPARE(m_code, 2);
        QVERIFY2(m_err.contains("not UTF-8"), m_err.constData());
        QCOMPARE(m_out, QByteArray());
    }

    void versionIsPrinted()
    {
        QVERIFY(shell(shellQuoted(QStringLiteral(CAIRN_PROGRAM)) + QStringLiteral(" --version")));
        QCOMPARE(m_code, 0);
        QCOMPARE(m_out, QByteArray("cairn " CAIRN_VERSION "\n"));
    }

private:
    /// Waits until the reader is gone before it writes.
    [[nodiscard]] QString slow() const { return QStringLiteral("sleep 0.3; ") + m_call; }

    /// What a build with sanitizers needs in an empty environment.
    [[nodiscard]] static QString sanitizers()
    {
        return qEnvironmentVariableIsSet("ASAN_OPTIONS")
                   ? QStringLiteral(" ASAN_OPTIONS=") + qEnvironmentVariable("ASAN_OPTIONS")
                   : QString();
    }

    [[nodiscard]] bool shell(const QString& line)
    {
        QProcess process;
        process.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), line});
        if (!process.waitForFinished(60'000)) {
            return false;
        }
        m_out = process.readAllStandardOutput();
        m_err = process.readAllStandardError();
        m_code = process.exitCode();
        return process.exitStatus() == QProcess::NormalExit;
    }

    Folder m_folder;
    QString m_catalog;
    QString m_call;
    QByteArray m_out;
    QByteArray m_err;
    int m_code = -1;
};

QTEST_GUILESS_MAIN(TestProgram)
#include "test_program.moc"
