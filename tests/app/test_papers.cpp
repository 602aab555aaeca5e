#include "app/cli/command_line.h"
#include "app/cli/completion.h"
#include "app/cli/manual_page.h"
#include "tests/app/folder.h"

#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

namespace {

/// What the words come to when bash completes the last of them.
QStringList completed(const QString& script, const QString& folder, const QStringList& words)
{
    QProcess bash;
    bash.setWorkingDirectory(folder);
    bash.start(QStringLiteral("bash"),
               QStringList{QStringLiteral("--norc"), QStringLiteral("-c"),
                           QStringLiteral("source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($#-1)); _cairn; "
                                          "printf '%s\\n' \"${COMPREPLY[@]}\""),
                           QStringLiteral("bash"), script} +
                   words);
    bash.waitForFinished();
    return QString::fromUtf8(bash.readAllStandardOutput() + bash.readAllStandardError())
        .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

}  // namespace

/// The manual page and the completions say what the command line is declared with.
class TestPapers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bashCompletes_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("offered");
        const auto row = [](const char* line, const char* offered) {
            QTest::newRow(line) << QString::fromUtf8(line)
                                << QString::fromUtf8(offered).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        };
        row("cairn pl", "plan");
        row("cairn plan --re", "--require-direct");
        row("cairn --plan-only --re", "--require-direct");
        row("cairn plan --format ", "text json markdown html dot ical");
        row("cairn plan --format j", "json");
        row("cairn plan --from ", "");
        row("cairn plan --catalog led", "ledger.cairn");
        row("cairn catalog s", "show sign");
        row("cairn catalog show led", "ledger.cairn");
        row("cairn catalog key r", "rotate");
        row("cairn catalog sign --pass", "--password-file --password-fd");
    }
    void bashCompletes()
    {
        QFETCH(const QString, line);
        QFETCH(const QStringList, offered);
        const Folder folder;
        folder.write(QStringLiteral("ledger.cairn"), "x");
        const QString script =
            folder.write(QStringLiteral("completion"), cli::bashCompletion(cli::commandShape()).toUtf8());
        QCOMPARE(completed(script, folder.path(), line.split(QLatin1Char(' '))), offered);
    }

    void otherShellsReadTheirs_data()
    {
        QTest::addColumn<QString>("shell");
        QTest::addColumn<QString>("text");
        QTest::newRow("bash") << QStringLiteral("bash") << cli::bashCompletion(cli::commandShape());
        QTest::newRow("zsh") << QStringLiteral("zsh") << cli::zshCompletion(cli::commandShape());
        QTest::newRow("fish") << QStringLiteral("fish") << cli::fishCompletion(cli::commandShape());
    }
    void otherShellsReadTheirs()
    {
        QFETCH(const QString, shell);
        QFETCH(const QString, text);
        for (const char* const word : {"plan", "require-direct", "verify", "rotate", "markdown"}) {
            QVERIFY2(text.contains(QLatin1String(word)), word);
        }
        if (QStandardPaths::findExecutable(shell).isEmpty()) {
            QSKIP("this shell is not installed");
        }
        const Folder folder;
        const QString file = folder.write(QStringLiteral("completion"), text.toUtf8());
        QProcess process;
        process.start(shell, {QStringLiteral("-n"), file});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardError(), QByteArray());
        QCOMPARE(process.exitCode(), 0);
    }

    void theManualPageHasEveryOption()
    {
        const QString page = cli::manualPage(cli::commandShape());
        for (const char* const word :
             {".SS \"cairn plan\"", ".SS \"cairn catalog verify\"", "\\fB\\-\\-require\\-direct\\fR",
              "\\fB\\-\\-public\\-key\\fR \\fIKEY|FILE\\fR", ".SH \"EXIT STATUS\"", "cairn catalog check ledger/"}) {
            QVERIFY2(page.contains(QLatin1String(word)), word);
        }
        if (QStandardPaths::findExecutable(QStringLiteral("man")).isEmpty()) {
            QSKIP("man is not installed");
        }
        const Folder folder;
        const QString file = folder.write(QStringLiteral("cairn.1"), page.toUtf8());
        QProcess man;
        man.start(QStringLiteral("man"), {QStringLiteral("--warnings"), QStringLiteral("-l"), file});
        QVERIFY(man.waitForFinished());
        QCOMPARE(man.readAllStandardError(), QByteArray());
        QVERIFY(man.readAllStandardOutput().contains("EXIT STATUS"));
    }
};

QTEST_GUILESS_MAIN(TestPapers)
#include "test_papers.moc"
