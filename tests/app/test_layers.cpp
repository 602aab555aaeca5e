#include "tests/app/folder.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

namespace {

QString root() { return qEnvironmentVariable("CAIRN_SOURCE_DIR"); }

QStringList sourcesIn(const QString& folder)
{
    QStringList files;
    QDirIterator walk(root() + QLatin1Char('/') + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        files.push_back(walk.next());
    }
    return files;
}

QStringList includesOf(const QString& file)
{
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"),
                                            QRegularExpression::MultilineOption);
    QStringList names;
    auto matches = include.globalMatch(QString::fromUtf8(Folder::read(file)));
    while (matches.hasNext()) {
        names.push_back(matches.next().captured(1));
    }
    return names;
}

QString librariesOf(const QString& program)
{
    QProcess loader;
    loader.start(QStringLiteral("ldd"), {program});
    return loader.waitForFinished() ? QString::fromLocal8Bit(loader.readAllStandardOutput()) : QString();
}

}  // namespace

/// Arrows point one way: app -> installers -> planner -> catalog; the headless program has no display in it.
class TestLayers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void foldersIncludeOnlyWhatIsBelow_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("forbidden");
        const QString qt = QStringLiteral("^(Qt?[A-Z]|q[a-z]+\\.h$|Qt[A-Za-z0-9]*/)");
        QTest::newRow("catalog has no Qt") << QStringLiteral("catalog") << qt;
        QTest::newRow("planner has no Qt") << QStringLiteral("planner") << qt;
        QTest::newRow("catalog knows nobody")
            << QStringLiteral("catalog") << QStringLiteral("^(planner|installers|app|tests)/");
        QTest::newRow("planner knows catalog")
            << QStringLiteral("planner") << QStringLiteral("^(installers|app|tests)/");
        QTest::newRow("installers know no app") << QStringLiteral("installers") << QStringLiteral("^(app|tests)/");
        QTest::newRow("app knows no tests") << QStringLiteral("app") << QStringLiteral("^tests/");
        QTest::newRow("the command line draws nothing")
            << QStringLiteral("app/cli") << QStringLiteral("^(QtGui|QtWidgets|QGui|QWidget|QApplication|app/desktop)");
        QTest::newRow("what is shared draws nothing")
            << QStringLiteral("app/shared")
            << QStringLiteral("^(QtGui|QtWidgets|QGui|QWidget|QApplication|app/desktop|app/cli)");
    }
    void foldersIncludeOnlyWhatIsBelow()
    {
        QFETCH(const QString, folder);
        QFETCH(const QString, forbidden);
        const QRegularExpression pattern(forbidden);
        const QStringList files = sourcesIn(folder);
        QVERIFY(files.size() > 5);
        for (const QString& file : files) {
            for (const QString& name : includesOf(file)) {
                QVERIFY2(!pattern.match(name).hasMatch(), qPrintable(file + QStringLiteral(" includes ") + name));
            }
        }
    }

    /// One file pays CLI11's compile time.
    void oneFileKnowsTheCommandLineLibrary()
    {
        QStringList users;
        for (const QString& file : sourcesIn(QStringLiteral("app"))) {
            for (const QString& name : includesOf(file)) {
                if (name.startsWith(QStringLiteral("CLI/"))) {
                    users.push_back(QFileInfo(file).fileName());
                }
            }
        }
        QCOMPARE(users, QStringList{QStringLiteral("command_line.cpp")});
    }

    void targetsLinkDownwards_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("forbidden");
        QTest::newRow("catalog") << QStringLiteral("catalog")
                                 << QStringLiteral("Qt6::|cairn_(planner|installers|app|cli)");
        QTest::newRow("planner") << QStringLiteral("planner") << QStringLiteral("Qt6::|cairn_(installers|app|cli)");
        QTest::newRow("installers") << QStringLiteral("installers")
                                    << QStringLiteral("Qt6::(Gui|Widgets)|cairn_(app|cli|demo)");
    }
    void targetsLinkDownwards()
    {
        QFETCH(const QString, folder);
        QFETCH(const QString, forbidden);
        const QByteArray text = Folder::read(root() + QLatin1Char('/') + folder + QStringLiteral("/CMakeLists.txt"));
        QVERIFY(!text.isEmpty());
        const auto match = QRegularExpression(forbidden).match(QString::fromUtf8(text));
        QVERIFY2(!match.hasMatch(), qPrintable(match.captured(0)));
    }

    /// All that the loader would bring in, not only what is named in the program itself.
    void theHeadlessProgramsLoadNoDisplay_data()
    {
        QTest::addColumn<QString>("program");
        QTest::newRow("cairn") << QStringLiteral(CAIRN_PROGRAM);
        QTest::newRow("cairn-site") << QStringLiteral(CAIRN_PROGRAM "-site");
    }
    void theHeadlessProgramsLoadNoDisplay()
    {
        QFETCH(const QString, program);
        const QString libraries = librariesOf(program);
        QVERIFY2(libraries.contains(QStringLiteral("libQt6Core")), qPrintable(libraries));
        static const QRegularExpression display(
            QStringLiteral("lib(Qt6Gui|Qt6Widgets|Qt6OpenGL|Qt6DBus|Qt6HttpServer|Qt6WebSockets|X11|xcb|GL|GLX|EGL|"
                           "OpenGL|GLdispatch|wayland[-a-z]*)[.-]"));
        const auto match = display.match(libraries);
        QVERIFY2(!match.hasMatch(), qPrintable(match.captured(0)));
    }

    /// Their relocations would be a third of the time of `cairn --plan-only`.
    void planningLoadsNeitherNetworkNorArchives()
    {
#ifdef CAIRN_UNITY
        QSKIP("several files at a time are one object, with all that any of them needs");
#endif
        const QString libraries = librariesOf(QStringLiteral(CAIRN_PROGRAM));
        static const QRegularExpression others(QStringLiteral("lib(Qt6Network|archive)[.]"));
        QVERIFY2(!others.match(libraries).hasMatch(), qPrintable(libraries));
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "test_layers.moc"
