#include "installers/problem_names.h"
#include "tests/installers/step_site.h"

#include <QFile>
#include <QtTest/QtTest>

namespace {

using installers::Confirming;
using installers::RunEnd;
using installers::RunProblemCode;
using installers::RunReport;

const QString step = QStringLiteral("1/move-cables");
const Confirming byAnna{QStringLiteral("1/move-cables"), QStringLiteral("Anna Berg")};

QByteArray releases(const char* phase, const char* more = "")
{
    return QByteArray("  - version: \"1.0\"\n  - version: \"2.0\"\n    install:\n      ") + phase +
           ":\n        - {id: move-cables, driver: manual, text: \"Move the cables, then look.\"" + more +
           "}\n        - {id: after, driver: command, run: [/usr/bin/touch, \"{site}/after\"]}\n";
}

}  // namespace

/// Steps that a person does: the run waits, a named person confirms, and the probe has to agree.
class TestRunnerManual : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waitsAndGoesOn_data();
    void waitsAndGoesOn();
    void resumingIsNoConfirmation();
    void probeThatSaysDoneIsNoConfirmation();
    void probeMustAgree();
    void wrongConfirmationsChangeNothing_data();
    void wrongConfirmationsChangeNothing();
    void confirmationOutlivesACrash();
    void confirmationOfAFinishedRun();
    void eachStepIsConfirmedByItself();
};

void TestRunnerManual::waitsAndGoesOn_data()
{
    QTest::addColumn<QByteArray>("phase");
    QTest::addColumn<QString>("confirmed");
    QTest::newRow("before the backup") << QByteArray("preflight") << step;
    QTest::newRow("while it installs") << QByteArray("install") << step;
    QTest::newRow("while it verifies") << QByteArray("verify") << step;
    QTest::newRow("after it was opened") << QByteArray("contract") << step;
    QTest::newRow("by the catalog's name") << QByteArray("install") << QStringLiteral("move-cables");
}

void TestRunnerManual::waitsAndGoesOn()
{
    QFETCH(QByteArray, phase);
    QFETCH(QString, confirmed);
    steps::Site site;
    QVERIFY(site.plan(releases(phase.constData())));
    const RunReport waiting = site.run();
    QVERIFY2(waiting.end == RunEnd::waiting, steps::words(waiting).constData());
    QCOMPARE(installers::exitCode(waiting.end), 22);
    QVERIFY(waiting.problems.empty());
    QVERIFY(waiting.waitsFor.has_value());
    QCOMPARE(waiting.waitsFor->step, step);
    QCOMPARE(waiting.waitsFor->text, QStringLiteral("Move the cables, then look."));
    QCOMPARE(waiting.nextCommand, QStringLiteral("cairn resume --site %1 --confirm 1/move-cables --by \"YOUR NAME\"")
                                      .arg(site.path("site.yaml")));
    QVERIFY(installers::report(site.site)->waitsFor == waiting.waitsFor);
    QVERIFY(!site.begun.contains(QStringLiteral("1/after")));

    const RunReport done = site.resume(Confirming{confirmed, QStringLiteral(" Anna Berg ")});
    QVERIFY2(done.end == RunEnd::done, steps::words(done).constData());
    QCOMPARE(site.installed(), QStringLiteral("2.0"));
    QVERIFY(QFile::exists(site.path("after")));
    QVERIFY(!done.waitsFor.has_value());
    QCOMPARE(done.confirmations.size(), std::size_t(1));
    QCOMPARE(done.confirmations.front().by, QStringLiteral("Anna Berg"));
    QCOMPARE(done.confirmations.front().step, step);
    QVERIFY(done.confirmations.front().at.isValid());
    QCOMPARE(site.journal("SELECT run, step, subject FROM entry WHERE outcome='confirmed'"),
             done.run + QStringLiteral("|1/move-cables|Anna Berg"));
}

void TestRunnerManual::resumingIsNoConfirmation()
{
    steps::Site site;
    QVERIFY(site.plan(releases("install")));
    QVERIFY(site.run().end == RunEnd::waiting);
    const RunReport still = site.resume();
    QVERIFY(still.end == RunEnd::waiting && still.waitsFor.has_value());
    QVERIFY(!QFile::exists(site.path("after")));
    QVERIFY(site.resume(byAnna).end == RunEnd::done);
}

void TestRunnerManual::probeThatSaysDoneIsNoConfirmation()
{
    steps::Site site;
    QVERIFY(site.plan(releases("install", ", probe: {exists: files/kept.txt}")));
    QVERIFY(site.run().end == RunEnd::waiting);
    QVERIFY(site.resume().end == RunEnd::waiting);
    QVERIFY(site.resume(byAnna).end == RunEnd::done);
}

void TestRunnerManual::probeMustAgree()
{
    steps::Site site;
    QVERIFY(site.plan(releases("install", ", probe: {exists: moved}")));
    QVERIFY(site.run().end == RunEnd::waiting);
    const RunReport doubted = site.resume(byAnna);
    QVERIFY2(doubted.end == RunEnd::waiting, steps::words(doubted).constData());
    QVERIFY(doubted.waitsFor.has_value());
    QVERIFY(doubted.problems.front().code == RunProblemCode::confirmationDoubted);
    QCOMPARE(doubted.problems.front().detail, QStringLiteral("Anna Berg"));
    // What was contradicted once does not count later, when it may be true by chance.
    QVERIFY(site.write("moved", ""));
    QVERIFY(site.resume().end == RunEnd::waiting);
    const RunReport done = site.resume(Confirming{step, QStringLiteral("Bo")});
    QVERIFY2(done.end == RunEnd::done, steps::words(done).constData());
    QCOMPARE(done.confirmations.size(), std::size_t(2));
}

void TestRunnerManual::wrongConfirmationsChangeNothing_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("by");
    QTest::addColumn<int>("problem");
    const auto row = [](const char* name, const char* of, const QString& by, RunProblemCode code) {
        QTest::newRow(name) << QString::fromLatin1(of) << by << int(code);
    };
    row("nobody", "1/move-cables", QString(), RunProblemCode::confirmationUnnamed);
    row("blanks", "1/move-cables", QStringLiteral("  "), RunProblemCode::confirmationUnnamed);
    row("two lines", "1/move-cables", QStringLiteral("Anna\nBo"), RunProblemCode::confirmationUnnamed);
    row("endless", "1/move-cables", QString(201, QLatin1Char('a')), RunProblemCode::confirmationUnnamed);
    row("another step", "1/after", QStringLiteral("Anna"), RunProblemCode::confirmationMisplaced);
    row("another hop", "2/move-cables", QStringLiteral("Anna"), RunProblemCode::confirmationMisplaced);
    row("part of a name", "move", QStringLiteral("Anna"), RunProblemCode::confirmationMisplaced);
}

void TestRunnerManual::wrongConfirmationsChangeNothing()
{
    QFETCH(QString, step);
    QFETCH(QString, by);
    QFETCH(int, problem);
    steps::Site site;
    QVERIFY(site.plan(releases("install")));
    QVERIFY(site.run().end == RunEnd::waiting);
    const QString before = site.journal("SELECT * FROM entry");
    const RunReport refused = site.resume(Confirming{step, by});
    QCOMPARE(installers::exitCode(refused.end), 5);
    QCOMPARE(int(refused.problems.front().code), problem);
    QVERIFY(refused.nextCommand.contains(QStringLiteral("--confirm 1/move-cables")));
    QCOMPARE(site.journal("SELECT * FROM entry"), before);
    QVERIFY(site.resume(byAnna).end == RunEnd::done);
}

void TestRunnerManual::confirmationOutlivesACrash()
{
    steps::Site site;
    QVERIFY(site.plan(releases("install")));
    QVERIFY(site.run().end == RunEnd::waiting);
    // The runner is gone right after it wrote the confirmation down, as if it had been killed.
    site.world.atBoundary = [](const char* name) {
        if (qstrcmp(name, "after-intent") == 0)
            throw steps::Crash();
    };
    QVERIFY_EXCEPTION_THROWN(static_cast<void>(site.resume(byAnna)), steps::Crash);
    site.world.atBoundary = [](const char*) {};
    const RunReport done = site.resume();
    QVERIFY2(done.end == RunEnd::done, steps::words(done).constData());
}

void TestRunnerManual::confirmationOfAFinishedRun()
{
    steps::Site site;
    QVERIFY(site.plan(releases("install")));
    QVERIFY(site.run().end == RunEnd::waiting);
    QVERIFY(site.resume(byAnna).end == RunEnd::done);
    const RunReport late = site.resume(byAnna);
    QCOMPARE(installers::exitCode(late.end), 5);
    QVERIFY(late.problems.front().code == RunProblemCode::confirmationLate);
    QCOMPARE(late.problems.front().detail, QStringLiteral("done"));
}

void TestRunnerManual::eachStepIsConfirmedByItself()
{
    steps::Site site;
    const QByteArray two = "  - version: \"1.0\"\n  - version: \"2.0\"\n    install:\n      install:\n"
                           "        - {id: one, driver: manual, text: \"First.\"}\n        - {id: two, driver: manual, "
                           "text: \"Second.\"}\n";
    QVERIFY(site.plan(two));
    QCOMPARE(site.run().waitsFor->step, QStringLiteral("1/one"));
    const RunReport second = site.resume(Confirming{QStringLiteral("one"), QStringLiteral("Anna")});
    QVERIFY(second.end == RunEnd::waiting);
    QCOMPARE(second.waitsFor->step, QStringLiteral("1/two"));
    QVERIFY(site.resume(Confirming{QStringLiteral("one"), QStringLiteral("Anna")}).problems.front().code ==
            RunProblemCode::confirmationMisplaced);
    QVERIFY(site.resume(Confirming{QStringLiteral("two"), QStringLiteral("Bo")}).end == RunEnd::done);
}

QTEST_GUILESS_MAIN(TestRunnerManual)
#include "test_runner_manual.moc"
