#include "tests/gates/vendor.h"

#include <QDir>
#include <QFile>
#include <QtTest>
#include <unistd.h>

namespace {

using gates::Said;
using gates::Vendor;

QString firstStops() { return QStringLiteral("Install these first, one after the other: 7.2.4 and 8.4.2"); }

}  // namespace

/// What a vendor's packages do with one more line in them: refuse what the catalog refuses, before anything is touched.
class TestGates : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!Vendor::has(QStringLiteral("minisign"))) {
            QSKIP("minisign is not installed: ./dev setup installs it");
        }
        m_vendor = std::make_unique<Vendor>();
        m_vendor->publish(QStringLiteral("right"));
        m_vendor->publish(QStringLiteral("expired"), "2020-01-31");
        QVERIFY(QFile::copy(m_vendor->catalog(QStringLiteral("right")), m_vendor->catalog(QStringLiteral("damaged"))));
        QVERIFY(QFile::copy(m_vendor->catalog(QStringLiteral("right")) + QStringLiteral(".minisig"),
                            m_vendor->catalog(QStringLiteral("damaged")) + QStringLiteral(".minisig")));
        QByteArray bytes = m_vendor->read(QStringLiteral("catalogs/damaged.cairn"));
        bytes[9000] = static_cast<char>(bytes[9000] ^ 1);
        m_vendor->write(QStringLiteral("catalogs/damaged.cairn"), bytes);
        m_vendor->write(QStringLiteral("catalogs/broken.cairn"), "this is no catalog\n");
    }

    void theShellGateDecidesAsTheVendorChose_data() { caseRows(Cases::all); }
    void theShellGateDecidesAsTheVendorChose()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        QFETCH(const QString, catalog);
        QFETCH(const QStringList, options);
        QFETCH(const int, code);
        QFETCH(const QString, words);
        const QStringList line =
            QStringList{Vendor::gate(QStringLiteral("cairn-gate")), QStringLiteral("--catalog"),
                        m_vendor->catalog(catalog), QStringLiteral("--public-key"), m_vendor->key()} +
            options + QStringList{QStringLiteral("from"), from, QStringLiteral("to"), to};
        for (const char* const shell : {"dash", "bash"}) {
            const Said said = m_vendor->call(QLatin1String(shell), line);
            QVERIFY2(said.text.contains(words), qPrintable(said.text));
            QVERIFY2(said.code == code, qPrintable(said.text));
            if (code != 0) {
                QVERIFY2(said.text.endsWith(QStringLiteral("Nothing was installed.\n")), qPrintable(said.text));
            }
        }
    }

    void theShellGateSaysWhatIsRight_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const char* line, const char* words) {
            QTest::newRow(name) << QString::fromUtf8(line) << QString::fromUtf8(words);
        };
        row("nothing", "", "Which catalog?");
        row("no question", "--catalog c", "What is to be asked?");
        row("unknown option", "--catalog c --on-sundays refuse", "There is no option --on-sundays.");
        row("unknown policy", "--catalog c --on-stops maybe", "It knows refuse, warn and allow.");
        row("option without value", "--catalog", "needs a value");
        row("from alone", "--catalog c from 1", "Write: from OLD to NEW");
        row("from to nowhere", "--catalog c from 1 to", "Write: from OLD to NEW");
        row("stray word", "--catalog c from 1 to 2 3", "There is no use for '3'.");
        row("rpm alone", "--catalog c rpm", "rpm NAME COUNT VERSION");
        row("deb alone", "--catalog c deb", "behind deb");
    }
    void theShellGateSaysWhatIsRight()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, words);
        const Said said = m_vendor->call(QStringLiteral("sh"), QStringList{Vendor::gate(QStringLiteral("cairn-gate"))} +
                                                                   line.split(QLatin1Char(' '), Qt::SkipEmptyParts));
        QCOMPARE(said.code, 2);
        QVERIFY2(said.text.contains(words), qPrintable(said.text));
    }

    void whatIsNotThereOrTheSameNeedsNoQuestion()
    {
        for (const char* const from : {"", "9.1.0"}) {
            const Said said = m_vendor->call(QStringLiteral("sh"),
                                             {Vendor::gate(QStringLiteral("cairn-gate")), QStringLiteral("--catalog"),
                                              QStringLiteral("nowhere"), QStringLiteral("from"), QLatin1String(from),
                                              QStringLiteral("to"), QStringLiteral("9.1.0")});
            QCOMPARE(said.text, QString());
            QCOMPARE(said.code, 0);
        }
    }

    void aSelfExtractingInstallerAsksBeforeItUnpacks()
    {
        const QString installed = m_vendor->path(QStringLiteral("opt/VERSION"));
        m_vendor->write(QStringLiteral("payload/VERSION"), "9.1.0\n");
        const Said packed =
            m_vendor->call(QStringLiteral("sh"),
                           {QStringLiteral("-c"),
                            QStringLiteral("cp \"$1\" payload/ && cp catalogs/right.cairn catalogs/right.cairn.minisig "
                                           "ledger.pub payload/ && tar cf payload.tar -C payload ."),
                            QStringLiteral("sh"), Vendor::gate(QStringLiteral("cairn-gate"))});
        QVERIFY2(packed.code == 0, qPrintable(packed.text));
        const QByteArray head = R"sh(#!/bin/sh
set -e
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
sed '1,/^PAYLOAD$/d' "$0" | tar xf - -C "$scratch"
sh "$scratch/cairn-gate" --catalog "$scratch/right.cairn" --public-key "$scratch/ledger.pub" from "$(cat opt/VERSION)" to 9.1.0 || exit $?
cp "$scratch/VERSION" opt/VERSION
exit 0
PAYLOAD
)sh";
        const QString installer = m_vendor->write(QStringLiteral("ledger-9.1.0.sh"),
                                                  head + m_vendor->read(QStringLiteral("payload.tar")), true);
        m_vendor->write(QStringLiteral("opt/VERSION"), "6.2.0\n");
        const Said refused = m_vendor->call(installer, {});
        QVERIFY2(refused.text.contains(firstStops()), qPrintable(refused.text));
        QCOMPARE(refused.code, 10);
        QCOMPARE(m_vendor->read(QStringLiteral("opt/VERSION")), QByteArray("6.2.0\n"));
        m_vendor->write(QStringLiteral("opt/VERSION"), "8.4.2\n");
        const Said done = m_vendor->call(installer, {});
        QVERIFY2(done.code == 0, qPrintable(done.text));
        QCOMPARE(m_vendor->read(QStringLiteral("opt/VERSION")), QByteArray("9.1.0\n"));
    }

    void dpkgRefusesAndKeepsTheOldRelease_data() { caseRows(Cases::refusals); }
    void dpkgRefusesAndKeepsTheOldRelease()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        QFETCH(const QString, catalog);
        QFETCH(const QStringList, options);
        QFETCH(const int, code);
        QFETCH(const QString, words);
        if (!Vendor::has(QStringLiteral("dpkg-deb"))) {
            QSKIP("dpkg is not installed");
        }
        const QString root = freshRoot();
        QVERIFY(dpkg(root, deb(from, QStringLiteral("right"), {})).code == 0);
        QCOMPARE(dpkgStatus(root), QStringLiteral("install ok installed ") + from + QStringLiteral("-1"));
        const Said said = dpkg(root, deb(to, catalog, options));
        QVERIFY2(said.text.contains(words), qPrintable(said.text));
        QVERIFY2((said.code == 0) == (code == 0), qPrintable(said.text));
        const QString now = code == 0 ? to : from;
        QCOMPARE(dpkgStatus(root), QStringLiteral("install ok installed ") + now + QStringLiteral("-1"));
        QCOMPARE(m_vendor->read(root + QStringLiteral("/opt/ledger/VERSION")), now.toUtf8() + '\n');
        // The old release's scripts have put it to work again.
        QCOMPARE(m_vendor->read(root + QStringLiteral("/serving")), now.toUtf8() + '\n');
    }

    void dpkgTakesTheLegalSequence()
    {
        if (!Vendor::has(QStringLiteral("dpkg-deb"))) {
            QSKIP("dpkg is not installed");
        }
        const QString root = freshRoot();
        for (const char* const version : {"6.2.0", "7.2.4", "8.4.2", "9.1.0"}) {
            const Said said = dpkg(root, deb(QLatin1String(version), QStringLiteral("right"), {}));
            QVERIFY2(said.code == 0, qPrintable(said.text));
            QVERIFY2(!said.text.contains(QStringLiteral("cairn")), qPrintable(said.text));
        }
        QCOMPARE(dpkgStatus(root), QStringLiteral("install ok installed 9.1.0-1"));
    }

    void rpmRefusesAndKeepsTheOldRelease_data() { caseRows(Cases::refusals); }
    void rpmRefusesAndKeepsTheOldRelease()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        QFETCH(const QString, catalog);
        QFETCH(const QStringList, options);
        QFETCH(const int, code);
        QFETCH(const QString, words);
        if (!Vendor::has(QStringLiteral("rpmbuild"))) {
            QSKIP("rpm is not installed: ./dev setup installs it");
        }
        freshRpm();
        const Said first = rpm(packages(from, QStringLiteral("right"), {}));
        QVERIFY2(first.code == 0, qPrintable(first.text));
        const Said said = rpm(packages(to, catalog, options));
        QVERIFY2(said.text.contains(words), qPrintable(said.text));
        QVERIFY2((said.code == 0) == (code == 0), qPrintable(said.text));
        const QString now = code == 0 ? to : from;
        QCOMPARE(m_vendor->call(QStringLiteral("rpm"), {QStringLiteral("-q"), QStringLiteral("ledger")}).text,
                 QStringLiteral("ledger-%1-1.noarch\n").arg(now));
        QCOMPARE(m_vendor->read(QStringLiteral("rpm/root/ledger/VERSION")), now.toUtf8() + '\n');
    }

    void rpmTakesTheLegalSequence()
    {
        if (!Vendor::has(QStringLiteral("rpmbuild"))) {
            QSKIP("rpm is not installed: ./dev setup installs it");
        }
        freshRpm();
        for (const char* const version : {"6.2.0", "7.2.4", "8.4.2", "9.1.0"}) {
            const Said said = rpm(packages(QLatin1String(version), QStringLiteral("right"), {}));
            QVERIFY2(said.code == 0, qPrintable(said.text));
        }
        QCOMPARE(m_vendor->read(QStringLiteral("rpm/root/ledger/VERSION")), QByteArray("9.1.0\n"));
    }

    void ansibleDecidesAsTheVendorChose_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("more");
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("installs");
        const auto row = [](const char* name, const char* from, const char* more, const char* words, bool installs) {
            QTest::newRow(name) << QString::fromUtf8(from) << QString::fromUtf8(more) << QString::fromUtf8(words)
                                << installs;
        };
        row("legal", "8.4.2", "", "it is installed", true);
        row("stops", "6.2.0", "", "Install first, one after the other: 7.2.4, 8.4.2.", false);
        row("stops, with a warning", "6.2.0", ", cairn_gate_policy: {stops: warn}", "although Cairn said stops", true);
        row("unknown", "6.6.6", "", "(unknown)", false);
        row("no cairn", "8.4.2", ", cairn_gate_program: /nowhere/cairn", "(missing)", false);
        row("nothing installed", "", "", "it is installed", true);
    }
    void ansibleDecidesAsTheVendorChose()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, more);
        QFETCH(const QString, words);
        QFETCH(const bool, installs);
        if (!Vendor::has(QStringLiteral("ansible-playbook"))) {
            QSKIP("ansible-core is not installed: ./dev setup installs it");
        }
        const QString play = QStringLiteral(R"(- hosts: localhost
  gather_facts: false
  tasks:
    - ansible.builtin.include_tasks: %1
      vars: {cairn_gate_catalog: %2, cairn_gate_from: "%3", cairn_gate_to: "9.1.0",
             cairn_gate_options: [--public-key, %4]%5}
    - ansible.builtin.debug: {msg: it is installed}
)")
                                 .arg(Vendor::gate(QStringLiteral("cairn-gate.yml")),
                                      m_vendor->catalog(QStringLiteral("right")), from, m_vendor->key(), more);
        const QString file = m_vendor->write(QStringLiteral("play.yml"), play.toUtf8());
        m_vendor->setEnvironment(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        const Said said = m_vendor->call(
            QStringLiteral("ansible-playbook"),
            {QStringLiteral("-i"), QStringLiteral("localhost,"), QStringLiteral("-c"), QStringLiteral("local"),
             QStringLiteral("-e"), QStringLiteral("ansible_remote_tmp=%1/ansible").arg(m_vendor->path({})), file});
        QVERIFY2(said.text.contains(words), qPrintable(said.text));
        QCOMPARE(said.text.contains(QStringLiteral("it is installed")), installs);
        QCOMPARE(said.code == 0, installs);
    }

    void theNsisIncludeCompilesWithoutAWarning_data()
    {
        QTest::addColumn<QByteArray>("defines");
        QTest::addColumn<QString>("words");
        QTest::newRow("as it is") << QByteArray() << QString();
        QTest::newRow("every choice") << QByteArray(
                                             "!define CAIRN_GATE_ON_STOPS warn\n!define CAIRN_GATE_ON_MISSING allow\n"
                                             "!define CAIRN_GATE_OPTIONS '--public-key \"$EXEDIR\\ledger.pub\"'\n")
                                      << QString();
        QTest::newRow("a misspelt choice")
            << QByteArray("!define CAIRN_GATE_ON_STOPS never\n") << QStringLiteral("has to be refuse, warn or allow");
    }
    void theNsisIncludeCompilesWithoutAWarning()
    {
        QFETCH(const QByteArray, defines);
        QFETCH(const QString, words);
        if (!Vendor::has(QStringLiteral("makensis"))) {
            QSKIP("nsis is not installed: ./dev setup installs it");
        }
        const QString script = m_vendor->write(
            QStringLiteral("ledger.nsi"), "Unicode true\nName Ledger\nOutFile ledger.exe\n" + defines + "!include \"" +
                                              Vendor::gate(QStringLiteral("cairn-gate.nsh")).toUtf8() +
                                              "\"\n"
                                              R"(Function .onInit
  ReadRegStr $0 HKLM "Software\Ledger" "Version"
  !insertmacro CairnGate "$EXEDIR\ledger.cairn" "$0" "9.1.0"
FunctionEnd
Section
SectionEnd
)");
        QFile::remove(m_vendor->path(QStringLiteral("ledger.exe")));
        const Said said =
            m_vendor->call(QStringLiteral("makensis"), {QStringLiteral("-WX"), QStringLiteral("-V2"), script});
        QVERIFY2(said.text.contains(words), qPrintable(said.text));
        QVERIFY2((said.code == 0) == words.isEmpty(), qPrintable(said.text));
        QCOMPARE(m_vendor->read(QStringLiteral("ledger.exe")).startsWith("MZ"), words.isEmpty());
    }

private:
    enum class Cases { refusals, all };

    static void caseRows(Cases cases)
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("catalog");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        const auto row = [cases](const char* name, const char* hop, const char* catalog, const char* options, int code,
                                 const char* words) {
            if (cases == Cases::refusals && code == 0 && QByteArrayView(options) != "--on-stops warn") {
                return;
            }
            const QStringList ends = QString::fromUtf8(hop).split(QLatin1Char('>'));
            QTest::newRow(name) << ends[0] << ends[1] << QString::fromUtf8(catalog)
                                << QString::fromUtf8(options).split(QLatin1Char(' '), Qt::SkipEmptyParts) << code
                                << QString::fromUtf8(words);
        };
        const QByteArray stops = firstStops().toUtf8();
        row("legal", "8.4.2>9.1.0", "right", "", 0, "");
        row("stops", "6.2.0>9.1.0", "right", "", 10, stops.constData());
        row("stops, with a warning", "6.2.0>9.1.0", "right", "--on-stops warn", 0, stops.constData());
        row("stops, allowed", "6.2.0>9.1.0", "right", "--on-stops allow", 0, "");
        row("downgrade", "9.1.0>8.4.2", "right", "", 7, "8.4.2 is older than 9.1.0, which is installed.");
        row("downgrade, with a warning", "9.1.0>8.4.2", "right", "--on-downgrade warn", 0, "warning: 8.4.2 is older");
        row("unknown version", "8.4.2>9.99.0", "right", "", 5, "The catalog has no release \"9.99.0\"");
        row("unknown version, allowed", "8.4.2>9.99.0", "right", "--on-unknown allow", 0, "");
        row("damaged catalog", "8.4.2>9.1.0", "damaged", "", 6, "This is not what the key");
        row("no catalog", "8.4.2>9.1.0", "broken", "", 5, "the catalog cannot be read");
        row("no catalog, with a warning", "8.4.2>9.1.0", "broken", "--on-damaged warn", 0,
            "the catalog cannot be read");
        row("expired catalog", "8.4.2>9.1.0", "expired", "", 6, "was to be trusted until 2020-01-31");
        row("expired catalog, allowed", "8.4.2>9.1.0", "expired", "--on-untrusted allow", 0, "");
        row("no cairn", "8.4.2>9.1.0", "right", "--cairn /nowhere/cairn", 127, "Install the package cairn");
        row("no cairn, with a warning", "8.4.2>9.1.0", "right", "--cairn /nowhere/cairn --on-missing warn", 0,
            "Install the package cairn");
    }

    /// A folder with a dpkg database of its own; its name.
    QString freshRoot()
    {
        QString root = QStringLiteral("root%1").arg(++m_roots);
        for (const char* const below : {"info", "updates", "triggers"}) {
            QDir(m_vendor->path(root)).mkpath(QStringLiteral("var/lib/dpkg/") + QLatin1String(below));
        }
        QDir(m_vendor->path(root)).mkpath(QStringLiteral("var/log"));
        m_vendor->write(root + QStringLiteral("/var/lib/dpkg/status"), "");
        return root;
    }

    static QString madeOf(const QString& version, const QString& catalog, const QStringList& options)
    {
        return (QStringList{version, catalog} + options)
            .join(QLatin1Char('_'))
            .replace(QLatin1Char('/'), QLatin1Char('-'));
    }

    /// The vendor's package: one line in its preinst, and the gate and the catalog beside it.
    QString deb(const QString& version, const QString& catalog, const QStringList& options) const
    {
        const QString tree = QStringLiteral("deb/") + madeOf(version, catalog, options);
        QString file = m_vendor->path(tree + QStringLiteral(".deb"));
        if (QFile::exists(file)) {
            return file;
        }
        m_vendor->write(tree + QStringLiteral("/DEBIAN/control"),
                        "Package: ledger\nVersion: " + version.toUtf8() +
                            "-1\nArchitecture: all\nMaintainer: Test <test@example.com>\nDescription: test\n");
        m_vendor->write(tree + QStringLiteral("/DEBIAN/preinst"),
                        "#!/bin/sh\nset -e\nsh \"${0%/*}/cairn-gate\" --catalog \"${0%/*}/ledger.cairn\" --public-key "
                        "\"${0%/*}/ledger.pub\" " +
                            options.join(QLatin1Char(' ')).toUtf8() + " deb \"$@\" || exit $?\n",
                        true);
        // What a product does that stops for an upgrade: DPKG_ROOT is dpkg's own word for where it works.
        m_vendor->write(tree + QStringLiteral("/DEBIAN/prerm"), "#!/bin/sh\nset -e\nrm -f \"$DPKG_ROOT/serving\"\n",
                        true);
        m_vendor->write(tree + QStringLiteral("/DEBIAN/postinst"),
                        "#!/bin/sh\nset -e\ncp \"$DPKG_ROOT/opt/ledger/VERSION\" \"$DPKG_ROOT/serving\"\n", true);
        m_vendor->write(tree + QStringLiteral("/opt/ledger/VERSION"), version.toUtf8() + '\n');
        const QString control = m_vendor->path(tree + QStringLiteral("/DEBIAN/"));
        QFile::copy(Vendor::gate(QStringLiteral("cairn-gate")), control + QStringLiteral("cairn-gate"));
        QFile::copy(m_vendor->catalog(catalog), control + QStringLiteral("ledger.cairn"));
        QFile::copy(m_vendor->catalog(catalog) + QStringLiteral(".minisig"),
                    control + QStringLiteral("ledger.cairn.minisig"));
        QFile::copy(m_vendor->key(), control + QStringLiteral("ledger.pub"));
        const Said said =
            m_vendor->call(QStringLiteral("dpkg-deb"), {QStringLiteral("--root-owner-group"), QStringLiteral("--build"),
                                                        m_vendor->path(tree), file});
        return said.code == 0 ? file : said.text;
    }
    Said dpkg(const QString& root, const QString& file) const
    {
        return m_vendor->call(QStringLiteral("dpkg"),
                              {QStringLiteral("--root=") + m_vendor->path(root),
                               QStringLiteral("--force-script-chrootless"), QStringLiteral("--force-not-root"),
                               QStringLiteral("--log=/dev/null"), QStringLiteral("--install"), file});
    }
    QString dpkgStatus(const QString& root) const
    {
        return m_vendor
            ->call(QStringLiteral("dpkg-query"),
                   {QStringLiteral("--admindir=") + m_vendor->path(root + QStringLiteral("/var/lib/dpkg")),
                    QStringLiteral("-W"), QStringLiteral("-f=${Status} ${Version}"), QStringLiteral("ledger")})
            .text;
    }

    /// An rpm database of its own, which the rpm that a scriptlet calls finds, too.
    void freshRpm() const
    {
        const QString folder = m_vendor->path(QStringLiteral("rpm"));
        for (const char* const below : {"/db", "/root"}) {
            QDir(folder + QLatin1String(below)).removeRecursively();
        }
        QDir().mkpath(folder + QStringLiteral("/db"));
        QDir().mkpath(folder + QStringLiteral("/tmp"));
        m_vendor->write(QStringLiteral(".rpmmacros"), "%_dbpath " + folder.toUtf8() + "/db" + "\n%_tmppath " +
                                                          folder.toUtf8() + "/tmp\n%_install_script_path " +
                                                          m_vendor->path(QStringLiteral("bin")).toUtf8() +
                                                          ":/usr/bin:/bin\n");
    }
    /// The vendor's two packages: the catalog comes before the product, because that needs it in its %pre.
    QStringList packages(const QString& version, const QString& catalog, const QStringList& options) const
    {
        const QString top = QStringLiteral("rpm/") + madeOf(version, catalog, options);
        const QString built = m_vendor->path(top + QStringLiteral("/RPMS/noarch/ledger%1-%2-1.noarch.rpm"));
        QStringList files{built.arg(QString(), version), built.arg(QStringLiteral("-catalog"), version)};
        if (QFile::exists(files.last())) {
            return files;
        }
        const QByteArray root = m_vendor->path(QStringLiteral("rpm/root")).toUtf8();
        QByteArray spec = R"(Name: ledger
Version: @VERSION@
Release: 1
Summary: test
License: none
BuildArch: noarch
Prefix: /opt
Requires(pre): ledger-catalog = %{version}
%description
test
%package catalog
Summary: test
Prefix: /opt
%description catalog
test
%install
mkdir -p %{buildroot}/opt/ledger %{buildroot}/opt/ledger-catalog
echo %{version} >%{buildroot}/opt/ledger/VERSION
cp @GATE@ %{buildroot}/opt/ledger-catalog/
cp @CATALOG@ %{buildroot}/opt/ledger-catalog/ledger.cairn
cp @KEY@ %{buildroot}/opt/ledger-catalog/
[ ! -e @CATALOG@.minisig ] || cp @CATALOG@.minisig %{buildroot}/opt/ledger-catalog/ledger.cairn.minisig
%pre
sh @ROOT@/ledger-catalog/cairn-gate --catalog @ROOT@/ledger-catalog/ledger.cairn --public-key @ROOT@/ledger-catalog/ledger.pub @OPTIONS@ rpm ledger "$1" %{version} || exit $?
%files
/opt/ledger
%files catalog
/opt/ledger-catalog
)";
        spec.replace("@VERSION@", version.toUtf8());
        spec.replace("@GATE@", Vendor::gate(QStringLiteral("cairn-gate")).toUtf8());
        spec.replace("@CATALOG@", m_vendor->catalog(catalog).toUtf8());
        spec.replace("@KEY@", m_vendor->key().toUtf8());
        spec.replace("@ROOT@", root);
        spec.replace("@OPTIONS@", options.join(QLatin1Char(' ')).toUtf8());
        const QString file = m_vendor->write(top + QStringLiteral("/ledger.spec"), spec);
        const Said said = m_vendor->call(QStringLiteral("rpmbuild"),
                                         {QStringLiteral("-bb"), QStringLiteral("--quiet"), QStringLiteral("--define"),
                                          QStringLiteral("_topdir ") + m_vendor->path(top), file});
        if (said.code != 0) {
            qWarning("rpmbuild: %s", qPrintable(said.text));
        }
        return files;
    }
    Said rpm(const QStringList& files) const
    {
        const QString root = m_vendor->path(QStringLiteral("rpm/root"));
        // The database knows nothing of the machine's shell.
        return m_vendor->call(QStringLiteral("rpm"),
                              QStringList{QStringLiteral("-U"), QStringLiteral("--oldpackage"),
                                          QStringLiteral("--nodeps"), QStringLiteral("--relocate"),
                                          QStringLiteral("/opt=%1").arg(root)} +
                                  files);
    }

    std::unique_ptr<Vendor> m_vendor;
    int m_roots = 0;
};

QTEST_GUILESS_MAIN(TestGates)
#include "test_gates.moc"
