#include "app/cli/command_line.h"
#include "app/demo/demo_site.h"
#include "app/shared/language.h"
#include "tests/app/call.h"
#include "tests/app/document.h"
#include "tests/app/folder.h"

#include <QRegularExpression>
#include <QtTest>

namespace {

QString sourceFolder() { return qEnvironmentVariable("CAIRN_SOURCE_DIR"); }

QStringList pageNames()
{
    QStringList names{QStringLiteral("README.md")};
    for (const QString& name : QDir(sourceFolder() + QStringLiteral("/docs")).entryList({QStringLiteral("*.md")})) {
        names.push_back(QStringLiteral("docs/") + name);
    }
    return names;
}

QString pageText(const QString& name)
{
    return QString::fromUtf8(Folder::read(sourceFolder() + QLatin1Char('/') + name));
}

QStringList linesOf(const QString& text)
{
    QStringList lines = text.split(QLatin1Char('\n'));
    if (lines.last().isEmpty()) {
        lines.removeLast();
    }
    return lines;
}

/// Every plan of an unsigned catalog begins with it, so the pages say it once.
QStringList withoutSignatureWarning(QStringList lines)
{
    static const QRegularExpression warning(QStringLiteral("^cairn: warning: The catalog .* is not signed: "));
    return lines.filter(warning).isEmpty() ? lines : lines.mid(1);
}

/// The one redirection that pages use.
QString noDiagnostics() { return QStringLiteral("2>/dev/null"); }

/// Where a page says that the demo site is, and where it is in a test.
constexpr auto toldSite = "/tmp/harbour";

/// One page's commands, called one after another in a folder with the page's files.
class Session {
public:
    explicit Session(const QString& page) : m_page(page)
    {
        QFile::link(sourceFolder() + QStringLiteral("/catalog"), m_folder.path(QStringLiteral("catalog")));
        QDir::setCurrent(m_folder.path());
    }
    ~Session() { static_cast<void>(demo::stopService(site())); }
    Q_DISABLE_COPY_MOVE(Session)

    void read(const FencedBlock& block)
    {
        if (block.info.size() > 1) {
            m_folder.write(block.info[1], block.lines.join(QLatin1Char('\n')).toUtf8() + '\n');
        }
        if (block.info.value(0) == QStringLiteral("console")) {
            for (const ConsoleEntry& entry : consoleEntries(block)) {
                check(entry);
            }
        }
    }

    [[nodiscard]] const QStringList& differences() const { return m_differences; }

private:
    [[nodiscard]] QString site() const { return m_folder.path(QStringLiteral("harbour")); }

    void check(const ConsoleEntry& entry)
    {
        const QStringList printed = printedBy(entry.command);
        if (!matches(printed, entry.expected)) {
            m_differences.push_back(
                QStringLiteral("%1:%2: $ %3\n%4")
                    .arg(m_page, QString::number(entry.line), entry.command, printed.join(QLatin1Char('\n'))));
        }
    }

    [[nodiscard]] QStringList printedBy(const QString& command)
    {
        if (command == QStringLiteral("echo $?")) {
            return {QString::number(m_code)};
        }
        QStringList arguments = shellWords(command);
        const bool quiet = arguments.removeAll(noDiagnostics()) > 0;
        if (arguments.value(0) != QStringLiteral("cairn")) {
            return {QStringLiteral("(only cairn and `echo $?` can be called)")};
        }
        arguments.removeFirst();
        for (QString& argument : arguments) {
            argument.replace(QLatin1String(toldSite), site());
            // The samples by their place in a clone, so that no answer depends on where that is.
            if (argument == QStringLiteral("ledger") || argument == QStringLiteral("gitlab")) {
                argument.prepend(QStringLiteral("catalog/samples/"));
            }
        }
        const Called called = call(arguments);
        m_code = called.code;
        const QString text = (quiet ? QString() : called.err) + called.out;
        QStringList lines = linesOf(QString(text).replace(site(), QLatin1String(toldSite)));
        return withoutSignatureWarning(lines);
    }

    QString m_page;
    Folder m_folder;
    int m_code = 0;
    QStringList m_differences;
};

}  // namespace

/// What the pages say stays true: their commands print what stands below them, their links lead somewhere.
class TestDocuments : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { app::installLanguage(*QCoreApplication::instance()); }

    void commandsPrintWhatThePageShows_data() { pages(); }
    void commandsPrintWhatThePageShows()
    {
        QFETCH(const QString, page);
        Session session(page);
        const std::vector<FencedBlock> blocks = fencedBlocks(pageText(page).split(QLatin1Char('\n')));
        // Files first: a page may show one after the command that reads it.
        for (const FencedBlock& block : blocks) {
            if (block.info.value(0) != QStringLiteral("console")) {
                session.read(block);
            }
        }
        for (const FencedBlock& block : blocks) {
            if (block.info.value(0) == QStringLiteral("console")) {
                session.read(block);
            }
        }
        QVERIFY2(session.differences().isEmpty(), qPrintable(session.differences().join(QStringLiteral("\n\n"))));
    }

    /// The check above would pass if no page had a command that it finds.
    void thePagesHaveCommands()
    {
        std::size_t commands = 0;
        for (const QString& page : pageNames()) {
            for (const FencedBlock& block : fencedBlocks(pageText(page).split(QLatin1Char('\n')))) {
                commands += block.info.value(0) == QStringLiteral("console") ? consoleEntries(block).size() : 0;
            }
        }
        QVERIFY(commands > 20);
    }

    void everyCommandCanBeMeant_data() { pages(); }
    void everyCommandCanBeMeant()
    {
        QFETCH(const QString, page);
        for (const QString& command : toldCommands(pageText(page).split(QLatin1Char('\n')))) {
            QStringList arguments = shellWords(command.section(QStringLiteral(" #"), 0, 0)).mid(1);
            arguments.removeAll(noDiagnostics());
            arguments.replaceInStrings(QStringLiteral("COMMAND"), QStringLiteral("plan"));
            const cli::Usage<cli::Command> read = cli::readCommandLine(arguments);
            QVERIFY2(read, qPrintable(command + (read ? QString() : QLatin1Char('\n') + read.error().sentence)));
        }
    }

    void linksLeadSomewhere_data() { pages(); }
    void linksLeadSomewhere()
    {
        QFETCH(const QString, page);
        const QDir folder = QFileInfo(sourceFolder() + QLatin1Char('/') + page).dir();
        for (const QString& target : linkedFiles(pageText(page))) {
            QVERIFY2(QFileInfo::exists(folder.filePath(target)), qPrintable(target));
        }
    }

    void theReadmeListsEveryPage()
    {
        const QStringList listed = linkedFiles(pageText(QStringLiteral("README.md")));
        for (const QString& page : pageNames().mid(1)) {
            QVERIFY2(listed.contains(page), qPrintable(page));
        }
    }

    void anyLinesStandForAnyLines_data()
    {
        QTest::addColumn<QStringList>("expected");
        QTest::addColumn<bool>("matched");
        const auto row = [](const char* name, const char* expected, bool matched) {
            QTest::newRow(name) << QString::fromUtf8(expected).split(QLatin1Char(' '), Qt::SkipEmptyParts) << matched;
        };
        row("the same", "a b c", true);
        row("another line", "a x c", false);
        row("too few", "a b", false);
        row("too many", "a b c d", false);
        row("the end left out", "a …", true);
        row("the begin left out", "… c", true);
        row("the middle left out", "a … c", true);
        row("nothing left out", "a b … c", true);
        row("a line that is not there", "a … x", false);
        row("more after what was left out", "a … b", false);
        row("the rest of a line left out", "a b… c", true);
        row("another line with its rest left out", "a x… c", false);
        row("all left out", "…", true);
        row("nothing expected", "", false);
    }
    void anyLinesStandForAnyLines()
    {
        QFETCH(const QStringList, expected);
        QFETCH(const bool, matched);
        QCOMPARE(matches({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}, expected), matched);
    }

private:
    static void pages()
    {
        QTest::addColumn<QString>("page");
        for (const QString& name : pageNames()) {
            QTest::newRow(qPrintable(name)) << name;
        }
    }
};

QTEST_GUILESS_MAIN(TestDocuments)
#include "test_documents.moc"
