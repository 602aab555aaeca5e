#include "catalog/load.h"
#include "catalog/store.h"
#include "tests/app/call.h"
#include "tests/app/folder.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

namespace {

/// One test's vendor and machine: keys that the real minisign made, a catalog, and a folder for what the machine knows.
class Ground {
public:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.path(name); }
    [[nodiscard]] const Folder& folder() const { return m_folder; }

    void key(const QString& name) const
    {
        minisign({QStringLiteral("-G"), QStringLiteral("-W"), QStringLiteral("-p"), path(name + QStringLiteral(".pub")),
                  QStringLiteral("-s"), path(name + QStringLiteral(".key"))});
    }

    QString compiled(const QString& name, const QByteArray& head, const QByteArray& product = "pump") const
    {
        const QString yaml =
            m_folder.write(name + QStringLiteral(".yaml"), "cairn: 1\nproduct: {id: " + product + "}\n" + head +
                                                               "releases: [{version: \"1.0\"}, {version: \"2.0\"}]\n");
        QString file = path(name + QStringLiteral(".cairn"));
        if (call({QStringLiteral("catalog"), QStringLiteral("compile"), yaml, QStringLiteral("-o"), file}).code != 0) {
            qFatal("cannot compile %s", qPrintable(yaml));
        }
        return file;
    }

    void sign(const QString& file, const QString& key, const QStringList& more = {}) const
    {
        const Called called = call(QStringList{QStringLiteral("catalog"), QStringLiteral("sign"), file,
                                               QStringLiteral("--key"), path(key + QStringLiteral(".key"))} +
                                   more);
        if (called.code != 0) {
            qFatal("cannot sign %s: %s", qPrintable(file), qPrintable(called.err));
        }
    }

    [[nodiscard]] Called ask(const QStringList& arguments) const
    {
        return call(arguments + QStringList{QStringLiteral("--trust"), path(QStringLiteral("trust"))});
    }
    [[nodiscard]] Called pin(const QString& key, const QStringList& more = {}) const
    {
        return ask(QStringList{QStringLiteral("catalog"), QStringLiteral("key"), QStringLiteral("pin"),
                               path(key + QStringLiteral(".pub")), QStringLiteral("--product"),
                               QStringLiteral("pump")} +
                   more);
    }
    [[nodiscard]] Called plan(const QString& catalog, const QStringList& more = {}) const
    {
        return ask(QStringList{QStringLiteral("--plan-only"), QStringLiteral("--catalog"), catalog,
                               QStringLiteral("--from"), QStringLiteral("1.0")} +
                   more);
    }
    [[nodiscard]] Called verify(const QString& catalog, const QStringList& more = {}) const
    {
        return ask(QStringList{QStringLiteral("catalog"), QStringLiteral("verify"), catalog} + more);
    }

    /// What the program said; fails the process where it must not fail.
    QByteArray minisign(const QStringList& arguments, int code = 0) const
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("minisign"), arguments);
        process.waitForFinished();
        QByteArray said = process.readAll();
        if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != code) {
            qFatal("minisign %s: %s", qPrintable(arguments.join(QLatin1Char(' '))), said.constData());
        }
        return said;
    }

private:
    Folder m_folder;
};

QString signatureOf(const QString& file) { return file + QStringLiteral(".minisig"); }

QByteArray flipped(QByteArray bytes, qsizetype at)
{
    bytes[at] = static_cast<char>(bytes[at] ^ 0x01);
    return bytes;
}

void overwrite(const QString& file, const QByteArray& bytes)
{
    QFile target(file);
    QVERIFY(target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size());
}

}  // namespace

/// Catalogs signed by one vendor and read at one machine; the keys and half of the signatures are the real minisign's.
class TestTrust : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("minisign")).isEmpty()) {
            QSKIP("minisign is not installed: ./dev setup installs it");
        }
        for (const char* name : {"old", "new", "other"}) {
            m_ground.key(QLatin1String(name));
        }
        m_catalog = m_ground.compiled(QStringLiteral("pump"), "sequence: 7\nexpires: 2027-01-31\n");
        m_ground.sign(m_catalog, QStringLiteral("old"));
        m_bytes = Folder::read(m_catalog);
        m_signature = Folder::read(signatureOf(m_catalog));
        QCOMPARE(m_ground.pin(QStringLiteral("old")).code, 0);
    }
    void init()
    {
        overwrite(m_catalog, m_bytes);
        overwrite(signatureOf(m_catalog), m_signature);
    }

    void minisignVerifiesWhatCairnSigned_data()
    {
        QTest::addColumn<QStringList>("how");
        QTest::addColumn<QStringList>("demanded");
        QTest::newRow("prehashed") << QStringList{} << QStringList{QStringLiteral("-H")};
        QTest::newRow("legacy") << QStringList{QStringLiteral("--legacy")} << QStringList{};
    }
    void minisignVerifiesWhatCairnSigned()
    {
        QFETCH(const QStringList, how);
        QFETCH(const QStringList, demanded);
        m_ground.sign(m_catalog, QStringLiteral("old"), how);
        const QByteArray said = m_ground.minisign(demanded + QStringList{QStringLiteral("-V"), QStringLiteral("-p"),
                                                                         m_ground.path(QStringLiteral("old.pub")),
                                                                         QStringLiteral("-m"), m_catalog});
        QVERIFY2(said.contains("Signature and comment signature verified"), said.constData());
        QVERIFY2(said.contains("product:pump\tsequence:7"), said.constData());
    }

    void cairnVerifiesWhatMinisignSigned_data()
    {
        QTest::addColumn<QStringList>("how");
        QTest::addColumn<QString>("form");
        QTest::newRow("prehashed") << QStringList{} << QStringLiteral("prehashed");
        QTest::newRow("legacy") << QStringList{QStringLiteral("-l")} << QStringLiteral("legacy");
        QTest::newRow("with claims") << QStringList{QStringLiteral("-t"), QStringLiteral("sequence:7 product:pump")}
                                     << QStringLiteral("prehashed");
    }
    void cairnVerifiesWhatMinisignSigned()
    {
        QFETCH(const QStringList, how);
        QFETCH(const QString, form);
        m_ground.minisign(QStringList{QStringLiteral("-S")} + how +
                          QStringList{QStringLiteral("-s"), m_ground.path(QStringLiteral("old.key")),
                                      QStringLiteral("-m"), m_catalog});
        const Called called = m_ground.verify(m_catalog, {QStringLiteral("--format"), QStringLiteral("json")});
        QCOMPARE(called.code, 0);
        const QJsonObject trust =
            QJsonDocument::fromJson(called.out.toUtf8()).object().value(QStringLiteral("trust")).toObject();
        QCOMPARE(trust.value(QStringLiteral("state")).toString(), QStringLiteral("signed"));
        QCOMPARE(trust.value(QStringLiteral("form")).toString(), form);
        QCOMPARE(trust.value(QStringLiteral("key")).toString(), id(QStringLiteral("old")));
    }

    void aKeyWithAPasswordIsReadAsMinisignWroteIt_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("minisign's own") << QStringLiteral("locked");
        QTest::newRow("one that is quickly derived") << QStringLiteral("light");
    }
    void aKeyWithAPasswordIsReadAsMinisignWroteIt()
    {
        QFETCH(const QString, key);
        const QString right = m_ground.folder().write(QStringLiteral("right"), "correct horse\nnot this line\n");
        m_ground.sign(m_catalog, copied(key), {QStringLiteral("--password-file"), right});
        m_ground.minisign({QStringLiteral("-V"), QStringLiteral("-p"), madeKey(key + QStringLiteral(".pub")),
                           QStringLiteral("-m"), m_catalog});
    }

    void aPasswordComesFromAFileADescriptorOrTheEnvironment()
    {
        const QString right = m_ground.folder().write(QStringLiteral("right"), "correct horse\r\n");
        QFile open(right);
        QVERIFY(open.open(QIODevice::ReadOnly));
        m_ground.sign(m_catalog, copied(QStringLiteral("light")),
                      {QStringLiteral("--password-fd"), QString::number(open.handle())});
        qputenv("CAIRN_KEY_PASSWORD", "correct horse");
        m_ground.sign(m_catalog, QStringLiteral("light"));
        qputenv("CAIRN_KEY_PASSWORD", "incorrect horse");
        const QStringList line{QStringLiteral("catalog"), QStringLiteral("sign"), m_catalog, QStringLiteral("--key"),
                               m_ground.path(QStringLiteral("light.key"))};
        const Called wrong = call(line);
        qunsetenv("CAIRN_KEY_PASSWORD");
        expect(wrong, 5, "That is not the password of this secret key.");
        expect(call(line + QStringList{QStringLiteral("--password-file"), m_ground.path(QStringLiteral("nothing"))}), 5,
               "nothing: There is no such file");
        expect(call(line + QStringList{QStringLiteral("--password-fd"), QStringLiteral("red")}), 5,
               "red: This cannot be read");
    }

    void aFlippedByteAnywhereInTheCatalogIsFound()
    {
        // Every region of the file: each page's head, middle and end.
        int regions = 0;
        for (qsizetype at = 0; at < m_bytes.size(); at += 1021) {
            overwrite(m_catalog, flipped(m_bytes, at));
            const Called called = m_ground.plan(m_catalog);
            const bool header = called.code == 5;  // the first hundred bytes are looked at before the signature
            QVERIFY2(called.code == 6 || (header && at < 100), qPrintable(QString::number(at) + called.err));
            QVERIFY2(header || called.err.contains(QStringLiteral("This is not what the key")), qPrintable(called.err));
            QCOMPARE(called.out, QString());
            ++regions;
        }
        QVERIFY(regions > 20);
    }

    void aFlippedByteAnywhereInTheSignatureIsFound()
    {
        int found = 0;
        const qsizetype untrusted = m_signature.indexOf('\n');
        for (qsizetype at = 0; at < m_signature.size(); at += 3) {
            overwrite(signatureOf(m_catalog), flipped(m_signature, at));
            const Called called = m_ground.plan(m_catalog);
            if (at >= 19 && at < untrusted) {
                QCOMPARE(called.code, 0);  // the untrusted comment is in nobody's hands
                continue;
            }
            QVERIFY2(called.code == 6, qPrintable(QStringLiteral("%1: %2").arg(at).arg(called.err)));
            QVERIFY2(called.err.startsWith(QStringLiteral("cairn: ") + m_ground.path(QString())),
                     qPrintable(called.err));
            ++found;
        }
        QVERIFY(found > 80);
    }

    void eachDamageHasItsSentence_data()
    {
        QTest::addColumn<QByteArray>("signature");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const QByteArray& signature, const char* words) {
            QTest::newRow(name) << signature << QString::fromUtf8(words);
        };
        const QList<QByteArray> lines = signatureLines();
        row("empty", "", ":1: This is not a signature as minisign writes them: here would be \"untrusted comment: \"");
        row("first line alone", lines[0], ":2: This is not a signature as minisign writes them: here would be 100 ");
        row("cut off in the second line", lines[0] + lines[1].left(40), ":2: This is not a signature");
        row("without its comment", lines[0] + lines[1], ":3: This is not a signature");
        row("without the comment's signature", lines[0] + lines[1] + lines[2], ":4: This is not a signature");
        row("more behind it", lines.join() + "more\n", ":5: This is not a signature");
        row("another comment", lines[0] + lines[1] + "trusted comment: product:pump sequence:8\n" + lines[3],
            "The signature's trusted comment is not what the key");
        row("not text", QByteArray("\x00\x01\x02", 3), ":1: This is not a signature");
        row("too large", QByteArray(20'000, 'x'), "This is too large to be read");
    }
    void eachDamageHasItsSentence()
    {
        QFETCH(const QByteArray, signature);
        QFETCH(const QString, words);
        overwrite(signatureOf(m_catalog), signature);
        const Called called = m_ground.plan(m_catalog);
        QCOMPARE(called.code, 6);
        QVERIFY2(called.err.contains(words), qPrintable(called.err));
    }

    void aTruncatedCatalogIsFound()
    {
        for (const qsizetype size : {qsizetype{0}, qsizetype{50}, qsizetype{4096}, m_bytes.size() - 1}) {
            overwrite(m_catalog, m_bytes.left(size));
            const Called called = m_ground.plan(m_catalog);
            QVERIFY2(called.code == 5 || called.code == 6, qPrintable(QString::number(size) + called.err));
        }
    }

    void aSwappedCatalogIsFound()
    {
        const QString other = m_ground.compiled(QStringLiteral("swapped"), "sequence: 7\npublished: 2026-01-01\n");
        QVERIFY(QFile::copy(signatureOf(m_catalog), signatureOf(other)));
        expect(m_ground.plan(other), 6, "This is not what the key " + id("old"));
        m_ground.sign(other, QStringLiteral("other"));
        expect(m_ground.plan(other), 6,
               "is signed with the key " + id("other") + ", but for the product \"pump\" the key " + id("old"));
    }

    void aSignatureThatClaimsAnotherCatalogIsFound_data()
    {
        QTest::addColumn<QString>("comment");
        QTest::addColumn<QString>("words");
        QTest::newRow("product") << QStringLiteral("product:fan sequence:7")
                                 << QStringLiteral(
                                        "The signature is for \"product:fan\", and this is \"product:pump\"");
        QTest::newRow("sequence") << QStringLiteral("product:pump sequence:8")
                                  << QStringLiteral("The signature is for \"sequence:8\", and this is \"sequence:7\"");
        QTest::newRow("two products") << QStringLiteral("product:pump product:fan")
                                      << QStringLiteral("The signature is for \"product:fan\"");
    }
    void aSignatureThatClaimsAnotherCatalogIsFound()
    {
        QFETCH(const QString, comment);
        QFETCH(const QString, words);
        m_ground.minisign({QStringLiteral("-S"), QStringLiteral("-s"), m_ground.path(QStringLiteral("old.key")),
                           QStringLiteral("-t"), comment, QStringLiteral("-m"), m_catalog});
        expect(m_ground.plan(m_catalog), 6, words.toUtf8());
    }

    void aKeyIsForTheProductsThatItIsPinnedFor()
    {
        const QString fan = m_ground.compiled(QStringLiteral("fan"), "sequence: 1\n", "fan");
        m_ground.sign(fan, QStringLiteral("old"));
        const Called unknown = m_ground.plan(fan);
        QCOMPARE(unknown.code, 0);
        QVERIFY2(unknown.err.contains(QStringLiteral("no key of the product \"fan\" is pinned here")),
                 qPrintable(unknown.err));
    }

    void withoutTheSignatureAPinnedProductIsNotTrusted()
    {
        QVERIFY(QFile::remove(signatureOf(m_catalog)));
        expect(m_ground.plan(m_catalog), 6, "The catalog is not signed, and the key " + id("old"));
        const Called allowed = m_ground.plan(m_catalog, {QStringLiteral("--allow-unsigned")});
        QCOMPARE(allowed.code, 0);
        QVERIFY2(allowed.err.contains(QStringLiteral("warning")), qPrintable(allowed.err));
        // Nor is its source, which the signature does not cover.
        expect(m_ground.plan(m_ground.path(QStringLiteral("pump.yaml"))), 6, "The catalog is not signed, and the key");
    }

    void anotherPublicKeyMayBeAskedFor()
    {
        const QString pub = m_ground.path(QStringLiteral("other.pub"));
        expect(m_ground.verify(m_catalog, {QStringLiteral("--public-key"), pub}), 6,
               "This is signed with the key " + id("old") + ", not with the key " + id("other"));
        m_ground.sign(m_catalog, QStringLiteral("other"));
        QCOMPARE(m_ground.verify(m_catalog, {QStringLiteral("--public-key"), pub}).code, 0);
        QCOMPARE(m_ground.plan(m_catalog, {QStringLiteral("--public-key"), lineOf(pub)}).code, 0);
        expect(m_ground.plan(m_catalog, {QStringLiteral("--public-key"), QStringLiteral("RWQ")}), 5,
               "There is no such file");
    }

    void everyOutputSaysBySignedWhom()
    {
        const Called text = m_ground.plan(m_catalog);
        QCOMPARE(text.err, QString());
        QVERIFY2(text.out.simplified().contains(QStringLiteral("signed with the key ") + QString::fromUtf8(id("old"))),
                 qPrintable(text.out));
        const Called json = m_ground.plan(m_catalog, {QStringLiteral("--format"), QStringLiteral("json")});
        const QJsonObject trust =
            QJsonDocument::fromJson(json.out.toUtf8()).object().value(QStringLiteral("trust")).toObject();
        QCOMPARE(trust.value(QStringLiteral("state")).toString(), QStringLiteral("signed"));
        overwrite(m_catalog, flipped(m_bytes, 5000));
        const Called refused = m_ground.plan(m_catalog, {QStringLiteral("--format"), QStringLiteral("json")});
        QCOMPARE(refused.code, 6);
        const QJsonObject outcome = QJsonDocument::fromJson(refused.out.toUtf8()).object();
        QCOMPARE(outcome.value(QStringLiteral("outcome")).toString(), QStringLiteral("untrusted"));
        QCOMPARE(outcome.value(QStringLiteral("errors")).toArray().first().toObject().value(QStringLiteral("code")),
                 QJsonValue(QStringLiteral("signature-wrong")));
    }

    void anExpiredCatalogIsNotTrusted()
    {
        CallSettings last;
        last.now = QDateTime(QDate(2027, 1, 31), QTime(23, 0), Qt::UTC);
        CallSettings late;
        late.now = last.now.addDays(1);
        const QStringList line{QStringLiteral("plan"),
                               QStringLiteral("--catalog"),
                               m_catalog,
                               QStringLiteral("--from"),
                               QStringLiteral("1.0"),
                               QStringLiteral("--trust"),
                               m_ground.path(QStringLiteral("trust"))};
        QCOMPARE(call(line, last).code, 0);
        expect(call(line, late), 6, "was to be trusted until 2027-01-31, and today is 2027-02-01");
        expect(call(line + QStringList{QStringLiteral("--as-of"), QStringLiteral("2026-12-01")}, late), 6,
               "was to be trusted until");
    }

    void anOlderCatalogIsNotTrustedOnceANewerOneWasSeen()
    {
        const Ground ground;
        ground.key(QStringLiteral("a"));
        QCOMPARE(ground.pin(QStringLiteral("a")).code, 0);
        const QString older = ground.compiled(QStringLiteral("older"), "sequence: 117\n");
        const QString newer = ground.compiled(QStringLiteral("newer"), "sequence: 118\n");
        const QString none = ground.compiled(QStringLiteral("none"), "sequence: 119\n");
        for (const QString& file : {older, newer}) {
            ground.sign(file, QStringLiteral("a"));
        }
        const auto before = ground.folder().picture();
        QCOMPARE(ground.plan(newer).code, 0);
        QCOMPARE(ground.plan(older).code, 0);
        QCOMPARE(ground.verify(newer).code, 0);
        QCOMPARE(ground.folder().picture(), before);  // asking writes nothing
        QCOMPARE(ground.verify(older, {QStringLiteral("--remember")}).code, 0);
        QCOMPARE(ground.verify(newer, {QStringLiteral("--remember")}).code, 0);
        expect(ground.plan(older), 6, "has the sequence 117, and one with 118 was seen here before");
        expect(ground.verify(older, {QStringLiteral("--remember")}), 6, "has the sequence 117");
        QCOMPARE(ground.plan(newer).code, 0);
        // Nobody vouches for what an unsigned catalog says of itself.
        QCOMPARE(ground.verify(none, {QStringLiteral("--remember")}).code, 6);
        QCOMPARE(ground.plan(newer).code, 0);
        const QString file = ground.path(QStringLiteral("trust/sequences/pump"));
        QCOMPARE(Folder::read(file), QByteArray("118\n"));
        overwrite(file, "many\n");
        expect(ground.plan(newer), 6, "Here would be the highest sequence that was seen, a number, and not \"many\"");
    }

    void aKeyIsRotatedByTheOldOneAlone_data()
    {
        QTest::addColumn<bool>("byMinisign");
        QTest::newRow("endorsed by cairn") << false;
        QTest::newRow("endorsed by minisign") << true;
    }
    void aKeyIsRotatedByTheOldOneAlone()
    {
        QFETCH(const bool, byMinisign);
        const Ground ground;
        for (const char* name : {"a", "b", "c"}) {
            ground.key(QLatin1String(name));
        }
        const QString b = ground.path(QStringLiteral("b.pub"));
        const auto rotate = [&] {
            return ground.ask({QStringLiteral("catalog"), QStringLiteral("key"), QStringLiteral("rotate"), b,
                               QStringLiteral("--product"), QStringLiteral("pump")});
        };
        const auto endorse = [&](const char* by, const char* product) {
            const QString key = ground.path(QLatin1String(by) + QStringLiteral(".key"));
            if (byMinisign) {
                ground.minisign({QStringLiteral("-S"), QStringLiteral("-s"), key, QStringLiteral("-t"),
                                 QStringLiteral("product:") + QLatin1String(product), QStringLiteral("-m"), b});
            } else {
                QCOMPARE(call({QStringLiteral("catalog"), QStringLiteral("key"), QStringLiteral("endorse"), b,
                               QStringLiteral("--product"), QLatin1String(product), QStringLiteral("--key"), key})
                             .code,
                         0);
            }
        };
        endorse("a", "pump");
        expect(rotate(), 6, "No key is pinned for the product \"pump\"");
        QCOMPARE(ground.pin(QStringLiteral("a")).code, 0);
        expect(ground.pin(QStringLiteral("b")), 6, "another key is pinned already, " + idOf(ground, "a"));
        endorse("c", "pump");
        expect(rotate(), 6, "not with the key " + idOf(ground, "a"));
        endorse("a", "fan");
        expect(rotate(), 6, "The signature is for \"product:fan\"");
        QVERIFY(QFile::remove(signatureOf(b)));
        ground.minisign({QStringLiteral("-S"), QStringLiteral("-s"), ground.path(QStringLiteral("a.key")),
                         QStringLiteral("-m"), b});
        expect(rotate(), 6, "does not say \"product:pump\"");
        endorse("a", "pump");
        QCOMPARE(rotate().code, 0);
        const QString file = ground.compiled(QStringLiteral("pump"), "sequence: 1\n");
        ground.sign(file, QStringLiteral("a"));
        expect(ground.plan(file), 6, "`cairn catalog key rotate`");
        ground.sign(file, QStringLiteral("b"));
        QCOMPARE(ground.plan(file).code, 0);
        expect(rotate(), 6, "not with the key " + idOf(ground, "b"));  // an old word does not count again
    }

    void aLostKeyIsGivenUpByItsName()
    {
        const Ground ground;
        ground.key(QStringLiteral("a"));
        ground.key(QStringLiteral("b"));
        QCOMPARE(ground.pin(QStringLiteral("a")).code, 0);
        QCOMPARE(ground.pin(QStringLiteral("a")).code, 0);
        expect(ground.pin(QStringLiteral("b"), {QStringLiteral("--replace"), QString::fromUtf8(idOf(ground, "b"))}), 6,
               "say --replace " + idOf(ground, "a"));
        const Called done =
            ground.pin(QStringLiteral("b"), {QStringLiteral("--replace"), QString::fromUtf8(idOf(ground, "a"))});
        QCOMPARE(done.code, 0);
        QVERIFY2(done.out.contains(QString::fromUtf8(idOf(ground, "b"))), qPrintable(done.out));
        const Called list = ground.ask({QStringLiteral("catalog"), QStringLiteral("key"), QStringLiteral("list")});
        QVERIFY2(list.out.contains(QString::fromUtf8(idOf(ground, "b"))), qPrintable(list.out));
    }

    void aPinThatCannotBeReadIsNoPermission()
    {
        const Ground ground;
        const QString file = ground.compiled(QStringLiteral("pump"), "sequence: 1\n");
        ground.folder().write(QStringLiteral("trust/keys/pump.pub"), "untrusted comment: x\nRWQbroken\n");
        expect(ground.plan(file), 6, "pump.pub:2: This is not a public key as minisign writes them");
    }

    void whatCannotBeSignedIsRefused()
    {
        const Ground ground;
        ground.key(QStringLiteral("a"));
        const auto sign = [&](const QString& file) {
            return call({QStringLiteral("catalog"), QStringLiteral("sign"), file, QStringLiteral("--key"),
                         ground.path(QStringLiteral("a.key"))});
        };
        expect(sign(ground.compiled(QStringLiteral("none"), "")), 5, "The catalog has no sequence");
        expect(sign(ground.path(QStringLiteral("none.yaml"))), 5, "cairn catalog compile");
        expect(sign(ground.path(QStringLiteral("missing.cairn"))), 5, "There is no such file");
        const QString file = ground.compiled(QStringLiteral("pump"), "sequence: 1\n");
        const auto with = [&](const QByteArray& key) {
            return call({QStringLiteral("catalog"), QStringLiteral("sign"), file, QStringLiteral("--key"),
                         ground.folder().write(QStringLiteral("bad.key"), key)});
        };
        expect(with(Folder::read(ground.path(QStringLiteral("a.pub")))), 5, "here would be 212 characters of base64");
        QByteArray key = Folder::read(ground.path(QStringLiteral("a.key")));
        key[key.indexOf('\n') + 150] = key[key.indexOf('\n') + 150] == 'A' ? 'B' : 'A';
        expect(with(key), 5, "a secret key whose halves belong together");
        QVERIFY(!QFile::exists(signatureOf(file)));
    }

private:
    [[nodiscard]] QByteArray id(const char* name) const { return idOf(m_ground, name); }
    [[nodiscard]] QString id(const QString& name) const
    {
        return QString::fromUtf8(idOf(m_ground, name.toUtf8().constData()));
    }

    static QString madeKey(const QString& name)
    {
        return qEnvironmentVariable("CAIRN_SOURCE_DIR") + QStringLiteral("/tests/data/minisign/") + name;
    }
    /// A secret key of tests/data, as one of the ground's own.
    QString copied(const QString& name) const
    {
        const QString file = name + QStringLiteral(".key");
        QFile::remove(m_ground.path(file));
        return QFile::copy(madeKey(file), m_ground.path(file)) ? name : QString();
    }

    /// The key's id, from the bytes of the file that minisign wrote.
    static QByteArray idOf(const Ground& ground, const char* name)
    {
        const QByteArray key =
            QByteArray::fromBase64(lineOf(ground.path(QLatin1String(name) + QStringLiteral(".pub"))).toUtf8());
        QByteArray bytes = key.mid(2, 8);
        std::reverse(bytes.begin(), bytes.end());
        return bytes.toHex().toUpper();
    }
    static QString lineOf(const QString& file)
    {
        return QString::fromUtf8(Folder::read(file)).section(QLatin1Char('\n'), 1, 1);
    }
    static void expect(const Called& called, int code, const QByteArray& words)
    {
        QVERIFY2(called.err.contains(QString::fromUtf8(words)), qPrintable(called.err));
        QCOMPARE(called.code, code);
    }
    /// With their line ends.
    [[nodiscard]] QList<QByteArray> signatureLines() const
    {
        QList<QByteArray> lines;
        for (const QByteArray& line : m_signature.split('\n')) {
            lines.push_back(line + '\n');
        }
        lines.resize(4);
        return lines;
    }

    Ground m_ground;
    QString m_catalog;
    QByteArray m_bytes;
    QByteArray m_signature;
};

QTEST_GUILESS_MAIN(TestTrust)
#include "test_trust.moc"
