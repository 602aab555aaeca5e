#include "tests/app/folder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

namespace {

struct Answered {
    int code = -1;
    QString out;
    QString err;
};

/// The program at a site whose next release has something that only a person can do.
class Manual {
public:
    Manual()
    {
        m_folder.write(QStringLiteral("catalog.yaml"),
                       "cairn: 1\nproduct: {id: kiosk, name: Kiosk}\nlines: [{id: main}]\nreleases:\n"
                       "  - version: \"1.0\"\n  - version: \"2.0\"\n    install:\n      install:\n"
                       "        - id: move cables\n          driver: manual\n"
                       "          text: Move the cable from port 1 to port 2.\n"
                       "          probe: {exists: moved}\n");
        m_folder.write(QStringLiteral("site/files/kept.txt"), "kept");
        m_folder.write(QStringLiteral("site/site.yaml"),
                       "cairn-site: 1\nproduct: kiosk\nname: Corner\nversion: \"1.0\"\ndata: [{folder: files}]\n");
        static_cast<void>(cairn({QStringLiteral("plan"), QStringLiteral("--catalog"), path("catalog.yaml"),
                                 QStringLiteral("--site"), path("site/site.yaml"), QStringLiteral("--format"),
                                 QStringLiteral("json"), QStringLiteral("-o"), path("plan.json")}));
    }
    Answered run() const
    {
        return cairn({QStringLiteral("run"), QStringLiteral("--plan"), path("plan.json"), QStringLiteral("--site"),
                      path("site/site.yaml"), QStringLiteral("--allow-unsigned")});
    }
    Answered at(const char* command, const QStringList& more = {}) const
    {
        return cairn(QStringList{QString::fromLatin1(command), QStringLiteral("--site"), path("site/site.yaml")} +
                     more);
    }
    void move() const { m_folder.write(QStringLiteral("site/moved"), ""); }

private:
    [[nodiscard]] QString path(const char* name) const { return m_folder.path(QString::fromLatin1(name)); }
    static Answered cairn(const QStringList& arguments)
    {
        constexpr int patience = 60'000;
        QProcess process;
        process.start(QStringLiteral(CAIRN_PROGRAM), arguments);
        if (!process.waitForFinished(patience)) {
            return {};
        }
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }
    Folder m_folder;
};

const QStringList confirmed{QStringLiteral("--confirm"), QStringLiteral("1/move cables"), QStringLiteral("--by"),
                            QStringLiteral("Anna Berg")};

}  // namespace

/// What a person is asked and told around a manual step.
class TestConfirmation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Somebody does not want to go on: what would happen is said first, and then done.
    void whatWaitsCanGoBack()
    {
        const Manual site;
        QCOMPARE(site.run().code, 22);
        const QString way = QStringLiteral("Rolling the hop from 1.0 to 2.0 back: the data comes back from the backup");
        const QString status = site.at("status").out.simplified();
        QVERIFY2(status.contains(way) && status.contains(QStringLiteral("cairn rollback --site ")), qPrintable(status));
        const Answered checked = site.at("rollback", {QStringLiteral("--check")});
        QVERIFY2(checked.code == 0 && checked.out.simplified().contains(way), qPrintable(checked.out));
        QCOMPARE(site.at("status").code, 22);
        const Answered back = site.at("rollback");
        QVERIFY2(back.code == 20, qPrintable(back.err));
        QVERIFY2(back.err.simplified().contains(way), qPrintable(back.err));
        QVERIFY(back.out.contains(QStringLiteral("Rolled back: the site is where the hop began.")));
        const Answered again = site.at("rollback", {QStringLiteral("--check")});
        QCOMPARE(again.code, 3);
        QVERIFY2(again.out.contains(QStringLiteral("There is nothing to go back from")), qPrintable(again.out));
        QCOMPARE(site.at("rollback").code, 3);
    }

    void theRunSaysWhatItWaitsFor()
    {
        const Manual site;
        const Answered waiting = site.run();
        QVERIFY2(waiting.code == 22, qPrintable(waiting.err));
        for (const QString& text : {waiting.out, site.at("status").out, site.at("report").out}) {
            QVERIFY2(text.contains(QStringLiteral("Waiting: a person has to do something, and to confirm it.")),
                     qPrintable(text));
            QVERIFY2(text.contains(QStringLiteral("Move the cable from port 1 to port 2.")), qPrintable(text));
            QVERIFY2(text.contains(QStringLiteral("--confirm '1/move cables' --by \"YOUR NAME\"")), qPrintable(text));
        }
        QCOMPARE(site.at("status").code, 22);
        const QJsonObject report =
            QJsonDocument::fromJson(
                site.at("report", {QStringLiteral("--format"), QStringLiteral("json")}).out.toUtf8())
                .object();
        QCOMPARE(report[QStringLiteral("waits_for")][QStringLiteral("step")].toString(),
                 QStringLiteral("1/move cables"));
        QCOMPARE(report[QStringLiteral("confirmations")].toArray().size(), 0);
    }

    void theProbeHasToAgree()
    {
        const Manual site;
        QCOMPARE(site.run().code, 22);
        const Answered doubted = site.at("resume", confirmed);
        QCOMPARE(doubted.code, 22);
        QVERIFY2(doubted.err.contains(QStringLiteral("The step \"move cables\" was confirmed by Anna Berg, but its "
                                                     "probe does not say that it is done.")),
                 qPrintable(doubted.err));
        site.move();
        const Answered done = site.at("resume", confirmed);
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QVERIFY2(done.out.contains(QStringLiteral("Confirmed by people")), qPrintable(done.out));
        QVERIFY2(done.out.contains(QStringLiteral("Anna Berg")), qPrintable(done.out));
        const Answered late = site.at("resume", confirmed);
        QCOMPARE(late.code, 5);
        QVERIFY2(late.err.contains(QStringLiteral("There is nothing to confirm: the run ")), qPrintable(late.err));
    }

    void wrongConfirmations_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* options, int code, const char* message) {
            QTest::newRow(name) << QString::fromUtf8(options) << code << QString::fromUtf8(message);
        };
        row("nobody", "--confirm|1/move cables", 2, "Who says that the step \"1/move cables\" has been done?");
        row("a blank name", "--confirm|1/move cables|--by| ", 2, "Who says that the step");
        row("no step", "--by|Anna", 2, "Which step has Anna done?");
        row("another step", "--confirm|1/unpack|--by|Anna", 5,
            "The run does not wait for the step \"1/unpack\" but for \"1/move cables\". Nothing was done.");
    }
    void wrongConfirmations()
    {
        QFETCH(const QString, options);
        QFETCH(const int, code);
        QFETCH(const QString, message);
        const Manual site;
        QCOMPARE(site.run().code, 22);
        const Answered refused = site.at("resume", options.split(QLatin1Char('|')));
        QVERIFY2(refused.err.contains(message), qPrintable(refused.err));
        QCOMPARE(refused.code, code);
        QCOMPARE(site.at("status").code, 22);
    }
};

QTEST_GUILESS_MAIN(TestConfirmation)
#include "test_confirmation.moc"
