#include "app/cli/progress.h"

#include <QtTest/QtTest>

using installers::RunEvent;

/// One line for each event of a run.
class TestProgress : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void linesOfEvents_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("line");
        const auto row = [](const char* name, RunEvent::Kind kind, const char* text, const char* line) {
            QTest::newRow(name) << static_cast<int>(kind) << QString::fromLatin1(text) << QString::fromLatin1(line);
        };
        using Kind = RunEvent::Kind;
        row("a step begins", Kind::stepBegins, "", "step 3 of 9, hop 1, fill: begins");
        row("a step goes on", Kind::stepGoesOn, "12 11980",
            "step 3 of 9, hop 1, fill: batch 12 is done, 11980 rows so far");
        row("a step ends", Kind::stepEnds, "", "step 3 of 9, hop 1, fill: done in 2.0 s");
        row("a step fails", Kind::stepFails, "no", "step 3 of 9, hop 1, fill: failed  no");
        row("a state", Kind::stateEnters, "", "migrating");
        row("a pause", Kind::note, "pause", "pausing");
    }
    void linesOfEvents()
    {
        QFETCH(int, kind);
        QFETCH(QString, text);
        RunEvent event;
        event.kind = static_cast<RunEvent::Kind>(kind);
        event.text = text;
        event.state = QStringLiteral("migrate");
        event.step = QStringLiteral("1/fill");
        event.position = 3;
        event.total = 9;
        event.took = std::chrono::milliseconds(2000);
        QTEST(cli::eventLine(event, {}), "line");
    }
};

QTEST_GUILESS_MAIN(TestProgress)
#include "test_progress.moc"
