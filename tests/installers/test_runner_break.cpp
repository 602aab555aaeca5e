#include <QtTest/QtTest>
class TestRunnerBreak : public QObject {
    Q_OBJECT
};
QTEST_GUILESS_MAIN(TestRunnerBreak)
#include "test_runner_break.moc"
