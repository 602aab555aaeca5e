#include "catalog/condition.h"
#include "catalog/digest.h"
#include "catalog/time.h"

#include <QtTest/QtTest>
#include <map>

using namespace catalog;

namespace {

QString text(const std::string& value) { return QString::fromStdString(value); }

VersionScheme scheme(const QString& name)
{
    return name == QStringLiteral("semver")   ? VersionScheme::semver
           : name == QStringLiteral("debian") ? VersionScheme::debian
                                              : VersionScheme::numeric;
}

std::optional<VersionKey> key(const QString& name, const QString& version)
{
    return VersionKey::read(scheme(name), version.toStdString());
}

class Facts : public FactSource {
public:
    std::map<FactName, FactValue> values;
    [[nodiscard]] const FactValue* find(const FactName& name) const override
    {
        const auto found = values.find(name);
        return found == values.end() ? nullptr : &found->second;
    }
};

Match match(const char* fact, std::initializer_list<const char*> texts, bool negated = false)
{
    Match one{FactName{fact}, negated, {}};
    for (const char* value : texts) {
        Match::Alternative alternative{value, std::nullopt};
        if (Range::looksLikeRange(value))
            alternative.range = Range::read(VersionScheme::numeric, value).value();
        one.anyOf.push_back(std::move(alternative));
    }
    return one;
}

const char* truth(Truth value) { return value == Truth::yes ? "yes" : value == Truth::no ? "no" : "unknown"; }

}  // namespace

class TestCatalogValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void versionsCompare_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("sign");
        QTest::addColumn<QString>("b");
        const auto row = [](const char* name, const char* s, const char* a, const char* sign, const char* b) {
            QTest::newRow(name) << QString::fromLatin1(s) << QString::fromLatin1(a) << QString::fromLatin1(sign)
                                << QString::fromLatin1(b);
        };
        row("numbers by value", "numeric", "2.9", "<", "2.10");
        row("missing parts are 0", "numeric", "5.0", "=", "5.0.0");
        row("a zero in the middle", "numeric", "5", "<", "5.0.1");
        row("leading zeros", "numeric", "5.01", "=", "5.1");
        row("letters before numbers", "numeric", "1.0rc1", "<", "1.0");
        row("letters after what they follow", "numeric", "1.0rc1", ">", "0.9.9");
        row("letters without regard to case", "numeric", "1.0RC1", "=", "1.0rc1");
        row("alpha before beta", "numeric", "1.0alpha2", "<", "1.0beta1");
        row("rc1 before rc2", "numeric", "1.0rc1", "<", "1.0rc2");
        row("a pre-release after the last patch before", "numeric", "5.0.0-rc1", ">", "4.9.9");
        row("a dash separates", "numeric", "4.2-1", "=", "4.2.1");
        row("numbers beyond 64 bits", "numeric", "1.99999999999999999999998", "<", "1.99999999999999999999999");
        row("dates as versions", "numeric", "20111231", "<", "20120101");
        row("semver pre-release first", "semver", "1.0.0-alpha", "<", "1.0.0");
        row("semver fewer fields first", "semver", "1.0.0-alpha", "<", "1.0.0-alpha.1");
        row("semver numbers before words", "semver", "1.0.0-alpha.1", "<", "1.0.0-alpha.beta");
        row("semver words", "semver", "1.0.0-alpha.beta", "<", "1.0.0-beta");
        row("semver fields by value", "semver", "1.0.0-beta.2", "<", "1.0.0-beta.11");
        row("semver rc", "semver", "1.0.0-beta.11", "<", "1.0.0-rc.1");
        row("semver build is ignored", "semver", "1.0.0+a", "=", "1.0.0+b");
        row("semver missing parts", "semver", "1.2", "=", "1.2.0");
        row("semver missing parts of a pre-release", "semver", "1-rc.1", "<", "1.0.0");
        row("deb tilde", "debian", "1.0~rc1", "<", "1.0");
        row("deb tilde twice", "debian", "1.0~~", "<", "1.0~");
        row("deb epoch", "debian", "1:0.1", ">", "2.0");
        row("deb epoch by value", "debian", "2:0", "<", "10:0");
        row("deb revision", "debian", "1.0-1", "<", "1.0-2");
        row("deb missing revision is 0", "debian", "1.0", "=", "1.0-0");
        row("deb letters before marks", "debian", "1.0a", "<", "1.0+");
        row("deb numbers by value", "debian", "1.9", "<", "1.10");
        row("deb letters after the end", "debian", "1.0", "<", "1.0a");
        row("deb backport", "debian", "1.2-1~bpo12+1", "<", "1.2-1");
        row("deb is not padded", "debian", "5", "<", "5.0");
    }
    void versionsCompare()
    {
        QFETCH(QString, scheme);
        QFETCH(QString, a);
        QFETCH(QString, sign);
        QFETCH(QString, b);
        const auto left = key(scheme, a);
        const auto right = key(scheme, b);
        QVERIFY(left && right);
        QCOMPARE(*left < *right, sign == QStringLiteral("<"));
        QCOMPARE(*left > *right, sign == QStringLiteral(">"));
        QCOMPARE(*left == *right, sign == QStringLiteral("="));
        QCOMPARE(*right > *left, sign == QStringLiteral("<"));
    }

    void versionsThatCannotBeRead_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QString>("version");
        const auto row = [](const char* s, const char* version) {
            QTest::addRow("%s %s", s, version) << QString::fromLatin1(s) << QString::fromLatin1(version);
        };
        for (const char* version : {"", "1..2", ".1", "1.", "x", "1 2", "<1", "1,2", "1*", "1\xc3\xa9"})
            row("numeric", version);
        for (const char* version :
             {"", "1.2.3.4", "01.2.3", "1.0.0-", "1.0.0-01", "1.0.0-a..b", "v1.0.0", "1.0.0+", "a"})
            row("semver", version);
        for (const char* version : {"", "a1", ":1", "x:1", "1_2", "1.0-", "1 0"})
            row("debian", version);
        QTest::newRow("too long") << QStringLiteral("numeric") << QString(201, QLatin1Char('1'));
    }
    void versionsThatCannotBeRead()
    {
        QFETCH(QString, scheme);
        QFETCH(QString, version);
        QVERIFY(!key(scheme, version));
    }

    void majorAndMinor()
    {
        const auto version = key(QStringLiteral("numeric"), QStringLiteral("12.17.3"));
        QCOMPARE(version->major(), std::uint64_t{12});
        QCOMPARE(version->minor(), std::uint64_t{17});
        const auto deb = key(QStringLiteral("debian"), QStringLiteral("1:9.6+dfsg-2"));
        QCOMPARE(deb->major(), std::uint64_t{9});
        QCOMPARE(deb->minor(), std::uint64_t{6});
    }

    void rangesContain_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QString>("range");
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("inside");
        const auto row = [](const char* s, const char* range, const char* version, bool inside) {
            QTest::addRow("%s: %s %s %s", s, version, inside ? "in" : "not in", range)
                << QString::fromLatin1(s) << QString::fromLatin1(range) << QString::fromLatin1(version) << inside;
        };
        row("numeric", "5.0.*", "5.0.3", true);
        row("numeric", "5.0.*", "5.0.0-rc1", true);
        row("numeric", "5.0.*", "5.0rc1", true);
        row("numeric", "5.0.*", "5", true);
        row("numeric", "5.0.*", "5.01", false);
        row("numeric", "5.0.*", "5.1.0", false);
        row("numeric", "5.0.*", "50.0", false);
        row("numeric", "5.0", "5.0.0", false);
        row("numeric", "=5.0", "5.0.0", true);
        row("numeric", "!=5.0", "5.0.0", false);
        row("numeric", ">=4.2 <5", "4.2.0", true);
        row("numeric", ">=4.2 <5", "5.0rc1", true);
        row("numeric", ">= 4.2  < 5", "4.9", true);
        row("numeric", ">=4.2 <5", "5.0", false);
        row("numeric", "<4 || >=6", "5", false);
        row("numeric", "<4 || >=6", "6", true);
        row("numeric", "*", "0.0.1", true);
        row("semver", "1.2.*", "1.2.0-rc.1", true);
        row("semver", "1.2.*", "1.20.0", false);
        row("semver", "1.*", "1.2.0-rc.1", true);
        row("debian", "5.0.*", "5.0~rc1-1", true);
        row("debian", "5.0.*", "5.01", false);
        row("debian", "5.0.*", "1:5.0.1", false);
        row("debian", "1:5.0.*", "1:5.0.1", true);
        row("debian", "1:5.0.*", "2:5.0.1", false);
        row("debian", ">=9.6", "9.6-1", true);
    }
    void rangesContain()
    {
        QFETCH(QString, scheme);
        QFETCH(QString, range);
        QFETCH(QString, version);
        QFETCH(bool, inside);
        const auto read = Range::read(::scheme(scheme), range.toStdString());
        QVERIFY(read.has_value());
        QCOMPARE(read->contains(Version{version.toStdString()}, *key(scheme, version)), inside);
        const auto again = Range::read(::scheme(scheme), read->text());
        QCOMPARE(text(again->text()), text(read->text()));
    }

    void rangesThatCannotBeRead_data()
    {
        QTest::addColumn<QString>("range");
        QTest::addColumn<int>("code");
        QTest::newRow("empty") << QString() << int(ErrorCode::badRange);
        QTest::newRow("spaces") << QStringLiteral("  ") << int(ErrorCode::badRange);
        QTest::newRow("an or without a side") << QStringLiteral("1 ||") << int(ErrorCode::badRange);
        QTest::newRow("an operator alone") << QStringLiteral(">=") << int(ErrorCode::badRange);
        QTest::newRow("an unknown operator") << QStringLiteral("=>5") << int(ErrorCode::badRange);
        QTest::newRow("one bar") << QStringLiteral("1 | 2") << int(ErrorCode::badRange);
        QTest::newRow("a star in the middle") << QStringLiteral("5.*.1") << int(ErrorCode::badRange);
        QTest::newRow("an operator and a star") << QStringLiteral(">5.*") << int(ErrorCode::badRange);
        QTest::newRow("a word") << QStringLiteral(">=latest") << int(ErrorCode::badVersion);
    }
    void rangesThatCannotBeRead()
    {
        QFETCH(QString, range);
        QFETCH(int, code);
        const auto read = Range::read(VersionScheme::numeric, range.toStdString(), {"f", 3, 4});
        QVERIFY(!read);
        QCOMPARE(int(read.error().code), code);
        QCOMPARE(read.error().place.line, 3);
    }

    void datesAndDurations()
    {
        QCOMPARE(text(to_string(*readDate("2024-02-29"))), QStringLiteral("2024-02-29"));
        for (const char* wrong : {"2023-02-29", "2024-13-01", "2024-1-01", "24-01-01", "2024/01/01", "2024-00-10", "",
                                  "2024-01-01T00:00", "-024-01-01"})
            QVERIFY2(!readDate(wrong), wrong);
        const std::pair<const char*, int> durations[] = {{"0s", 0},       {"40s", 40},    {"5m", 300},
                                                         {"1h30m", 5400}, {"2d", 172800}, {"1d 2h", 93600}};
        for (const auto& [written, seconds] : durations) {
            QCOMPARE(readDuration(written)->count(), seconds);
            QCOMPARE(readDuration(to_string(Seconds(seconds)))->count(), seconds);
        }
        for (const char* wrong : {"", "5", "m", "5x", "-5m", "1m1h", "1m1m", "1.5h", "99999999999999999999s", "40000d"})
            QVERIFY2(!readDuration(wrong), wrong);
    }

    void sizes()
    {
        QCOMPARE(*readSize("512"), std::uint64_t{512});
        QCOMPARE(*readSize("40 MB"), std::uint64_t{40} << 20);
        QCOMPARE(*readSize("1.5 GB"), std::uint64_t{3} << 29);
        QCOMPARE(*readSize("18446744073709551615"), UINT64_MAX);
        for (const char* wrong : {"", "1.5", "-1", "40 XB", "MB", "99999999 TB", "1e3 MB", "nan", "inf"})
            QVERIFY2(!readSize(wrong), wrong);
    }

    void digests()
    {
        // FIPS 180-4's example.
        const QString abc = QStringLiteral("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QCOMPARE(text(Digest::of("abc").text()), abc);
        DigestBuilder builder;
        builder.add("a");
        builder.add("bc");
        QCOMPARE(text(builder.finish().text()), abc);
        builder.add("abc");
        QCOMPARE(text(builder.finish().text()), abc);
        QCOMPARE(text(Digest::read(abc.mid(7).toUpper().toStdString())->text()), abc);
        QVERIFY(!Digest::read("sha256:ba78"));
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write("abc");
        file.close();
        QCOMPARE(text(digestOfFile(file.fileName().toStdString())->text()), abc);
        QCOMPARE(int(digestOfFile("/nowhere/at/all").error().code), int(ErrorCode::fileMissing));
        QCOMPARE(int(digestOfFile("/").error().code), int(ErrorCode::fileUnreadable));
    }

    void factsAreReadByType_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QStringList>("given");
        QTest::addColumn<QString>("value");  ///< null: an error
        QTest::newRow("boolean") << int(FactType::boolean) << QStringList{QStringLiteral("yes")}
                                 << QStringLiteral("true");
        QTest::newRow("not a boolean") << int(FactType::boolean) << QStringList{QStringLiteral("maybe")} << QString();
        QTest::newRow("number") << int(FactType::number) << QStringList{QStringLiteral("2.50")}
                                << QStringLiteral("2.5");
        QTest::newRow("not a number") << int(FactType::number) << QStringList{QStringLiteral("two")} << QString();
        QTest::newRow("two numbers") << int(FactType::number) << QStringList{QStringLiteral("1"), QStringLiteral("2")}
                                     << QString();
        QTest::newRow("version") << int(FactType::version) << QStringList{QStringLiteral("2.10")}
                                 << QStringLiteral("2.10");
        QTest::newRow("not a version") << int(FactType::version) << QStringList{QStringLiteral(">2")} << QString();
        QTest::newRow("string") << int(FactType::string) << QStringList{QStringLiteral("a")} << QStringLiteral("a");
        QTest::newRow("a string that is not offered")
            << int(FactType::string) << QStringList{QStringLiteral("c")} << QString();
        QTest::newRow("set") << int(FactType::set) << QStringList{QStringLiteral("b"), QStringLiteral("a")}
                             << QStringLiteral("a, b");
        QTest::newRow("a set with something else")
            << int(FactType::set) << QStringList{QStringLiteral("x")} << QString();
    }
    void factsAreReadByType()
    {
        QFETCH(int, type);
        QFETCH(QStringList, given);
        QFETCH(QString, value);
        FactDeclaration declaration{FactName{"f"}, static_cast<FactType>(type), {}, {}, {}, {}};
        if (type == int(FactType::string) || type == int(FactType::set))
            declaration.values = {"a", "b"};
        std::vector<std::string> texts;
        for (const QString& one : given)
            texts.push_back(one.toStdString());
        const auto read = readFactValue(declaration, texts);
        QCOMPARE(read.has_value(), !value.isNull());
        if (read)
            QCOMPARE(text(to_string(*read)), value);
        else
            QVERIFY(!read.error().expected.empty());
    }

    void matchesHaveThreeValues_data()
    {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QString>("truth");
        const auto row = [](const char* name, const char* wanted, const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(wanted) << QString::fromLatin1(expected);
        };
        row("a text that is equal", "edition=enterprise", "yes");
        row("a text that differs", "edition=basic", "no");
        row("a number in a range", "nodes=>1 <=8", "yes");
        row("a number outside", "nodes=>8", "no");
        row("a number is compared by value", "nodes=4.0", "yes");
        row("a decimal in a range", "load=<1.5", "yes");
        row("decimals are not versions", "load=>1.5", "no");
        row("a boolean", "online=yes", "yes");
        row("the other boolean", "online=false", "no");
        row("a version in a range", "postgresql=>=9.4 <13", "yes");
        row("a version by its parts", "postgresql=12.*", "yes");
        row("a text compared as a version", "kernel=>=5.9", "yes");
        row("a large number given as text", "rows=>10000000", "yes");
        row("a set intersects", "channel=fast", "yes");
        row("a set does not intersect", "channel=beta", "no");
        row("a set in a range", "drivers=>=2", "yes");
        row("a fact nobody gave", "unheard=1", "unknown");
        row("any value", "nodes=*", "yes");
        row("any value of a fact nobody gave", "unheard=*", "unknown");
    }
    void matchesHaveThreeValues()
    {
        QFETCH(QString, wanted);
        QFETCH(QString, truth);
        Facts facts;
        facts.values[FactName{"edition"}] = std::string("enterprise");
        facts.values[FactName{"nodes"}] = 4.0;
        facts.values[FactName{"load"}] = 1.10;
        facts.values[FactName{"online"}] = true;
        facts.values[FactName{"postgresql"}] = Version{"12.17"};
        facts.values[FactName{"kernel"}] = std::string("5.10");
        facts.values[FactName{"rows"}] = std::string("20000000");
        facts.values[FactName{"channel"}] = std::set<std::string>{"stable", "fast"};
        facts.values[FactName{"drivers"}] = std::set<std::string>{"1.9", "2.1"};
        const std::string fact = wanted.section(QLatin1Char('='), 0, 0).toStdString();
        const std::string value = wanted.section(QLatin1Char('='), 1).toStdString();
        const Match plain = match(fact.c_str(), {value.c_str()});
        const Truth result = evaluate(plain, facts, VersionScheme::numeric);
        QCOMPARE(QString::fromLatin1(::truth(result)), truth);
        Match negated = plain;
        negated.negated = true;
        const Truth opposite = result == Truth::unknown ? Truth::unknown
                               : result == Truth::yes   ? Truth::no
                                                        : Truth::yes;
        QCOMPARE(evaluate(negated, facts, VersionScheme::numeric), opposite);
    }

    void conditionsAreKleenes()
    {
        Facts facts;
        facts.values[FactName{"a"}] = true;
        facts.values[FactName{"b"}] = false;
        const Match yes = match("a", {"true"});
        const Match no = match("b", {"true"});
        const Match unknown = match("c", {"true"});
        const Match other = match("d", {"true"});
        const auto ask = [&](std::vector<std::vector<Match>> anyOf, std::vector<FactName>* open = nullptr) {
            return evaluate(Condition{std::move(anyOf)}, facts, VersionScheme::numeric, open);
        };
        QCOMPARE(ask({}), Truth::yes);
        QCOMPARE(ask({{yes, yes}}), Truth::yes);
        QCOMPARE(ask({{yes, no}}), Truth::no);
        QCOMPARE(ask({{yes, unknown}}), Truth::unknown);
        QCOMPARE(ask({{unknown, no}}), Truth::no);
        QCOMPARE(ask({{no}, {unknown}}), Truth::unknown);
        QCOMPARE(ask({{unknown}, {yes}}), Truth::yes);
        QCOMPARE(ask({{no}, {no}}), Truth::no);
        std::vector<FactName> open;
        QCOMPARE(ask({{unknown, other}, {other, no}, {unknown}}, &open), Truth::unknown);
        QCOMPARE(open, (std::vector<FactName>{{"c"}, {"d"}}));
        open.clear();
        QCOMPARE(ask({{other, no}, {unknown}}, &open), Truth::unknown);
        QCOMPARE(open, (std::vector<FactName>{{"c"}}));
    }
};

QTEST_GUILESS_MAIN(TestCatalogValues)
#include "test_catalog_values.moc"
