#include "app/demo/journal_2011.h"

#include "app/demo/chart.h"
#include "app/demo/notation.h"
#include "app/demo/random.h"

#include <QDate>
#include <array>
#include <memory>
#include <sqlite3.h>

namespace demo {

namespace {

struct Office {
    QString name;
    QByteArray code;
    Notation notation;
};

std::array<Office, 4> offices()
{
    return {{{QStringLiteral("Bergen, hovedkontor på Bryggen"), "no", Notation::norwegian},
             {QStringLiteral("Köln"), "de", Notation::german},
             {QStringLiteral("Dublin"), "en", Notation::english},
             {QStringLiteral("Zürich"), "ch", Notation::swiss}}};
}

struct Line {
    int account = 0;
    qint64 cents = 0;
};

struct Booking {
    QString memo;
    QList<Line> lines;
};

/// Writes rows; remembers the first failure and does nothing after it.
class Writer {
public:
    explicit Writer(sqlite3* database) : m_database(database) {}

    void execute(const QByteArray& sql)
    {
        if (m_failure.isEmpty() && sqlite3_exec(m_database, sql.constData(), nullptr, nullptr, nullptr) != SQLITE_OK) {
            m_failure = QString::fromUtf8(sqlite3_errmsg(m_database));
        }
    }

    /// One statement that is run many times; every value is bound as bytes of a text or as an integer.
    class Row {
    public:
        Row(Writer& writer, const char* sql) : m_writer(writer)
        {
            if (writer.m_failure.isEmpty() &&
                sqlite3_prepare_v2(writer.m_database, sql, -1, &m_statement, nullptr) != SQLITE_OK) {
                writer.m_failure = QString::fromUtf8(sqlite3_errmsg(writer.m_database));
            }
        }
        ~Row() { sqlite3_finalize(m_statement); }
        Row(const Row&) = delete;
        Row& operator=(const Row&) = delete;

        template <typename... Values>
        void write(const Values&... values)
        {
            if (!m_writer.m_failure.isEmpty()) {
                return;
            }
            int index = 0;
            (bind(++index, values), ...);
            if (sqlite3_step(m_statement) != SQLITE_DONE) {
                m_writer.m_failure = QString::fromUtf8(sqlite3_errmsg(m_writer.m_database));
            }
            sqlite3_reset(m_statement);
        }

    private:
        void bind(int index, qint64 value) { sqlite3_bind_int64(m_statement, index, value); }
        void bind(int index, const QByteArray& value)
        {
            sqlite3_bind_text(m_statement, index, value.constData(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
        }

        Writer& m_writer;
        sqlite3_stmt* m_statement = nullptr;
    };

    [[nodiscard]] const QString& failure() const { return m_failure; }

private:
    sqlite3* m_database;
    QString m_failure;
};

Booking makeBooking(const Chart& chart, Random& random, int number)
{
    const qint64 net = (1 + random.below(4)) * (100 + random.below(2'400'000)) / (random.below(3) == 0 ? 1 : 20);
    const qint64 amount = random.below(4) == 0 ? (net / 100 + 1) * 100 : net + 1;
    const qint64 tax = amount / 4;
    const int customer = chart.firstCustomer + random.below(chart.customers);
    const int supplier = chart.firstSupplier + random.below(chart.suppliers);
    const int expense = chart.firstExpense + random.below(chart.expenses);
    switch (random.below(10)) {
    case 0:
    case 1:
    case 2:
    case 3:
        return {QStringLiteral("Faktura %1, %2").arg(number).arg(chart.accounts[customer].name),
                {{customer, amount + tax}, {chart.sales, -amount}, {chart.outgoingTax, -tax}}};
    case 4:
    case 5:
    case 6:
        return {QStringLiteral("Innbetaling fra %1").arg(chart.accounts[customer].name),
                {{chart.bank, amount}, {customer, -amount}}};
    case 7:
    case 8:
        return {QStringLiteral("%1: %2").arg(chart.accounts[supplier].name, chart.accounts[expense].name),
                {{expense, amount}, {chart.incomingTax, tax}, {supplier, -amount - tax}}};
    default:
        return {QStringLiteral("Lønn og godtgjørelse"), {{chart.wages, amount}, {chart.bank, -amount}}};
    }
}

void writeMasterData(Writer& writer, const Chart& chart)
{
    Writer::Row office(writer, "INSERT INTO office (name, notation) VALUES (?, ?)");
    for (const Office& each : offices()) {
        office.write(each.name.toLatin1(), each.code);
    }
    Writer::Row account(writer, "INSERT INTO account (number, name, kind, currency) VALUES (?, ?, ?, ?)");
    for (const ChartAccount& each : chart.accounts) {
        account.write(each.number.toLatin1(), each.name.toLatin1(), each.kind.toLatin1(), each.currency.toLatin1());
    }
    Writer::Row user(writer, "INSERT INTO app_user (login, full_name) VALUES (?, ?)");
    user.write(QByteArray("aase"), QStringLiteral("Åse Bjørnstad").toLatin1());
    user.write(QByteArray("joerg"), QStringLiteral("Jörg Weiß").toLatin1());
    user.write(QByteArray("niamh"), QStringLiteral("Niamh Byrne").toLatin1());
}

JournalFigures writeJournal(Writer& writer, const JournalRequest& request, const Chart& chart)
{
    const std::array<Office, 4> all = offices();
    const QDate first(2011, 7, 1);
    const qint64 days = first.daysTo(QDate(2026, 10, 30));
    Random random(request.seed);
    Writer::Row entry(writer, "INSERT INTO entry (day, memo, office) VALUES (?, ?, ?)");
    Writer::Row posting(writer, "INSERT INTO posting (entry, account, amount) VALUES (?, ?, ?)");
    JournalFigures figures;
    for (int number = 1; number <= request.entries && writer.failure().isEmpty(); ++number) {
        const Booking booking = makeBooking(chart, random, number);
        const int place = random.below(10);
        const int office = place < 5 ? 0 : place < 7 ? 1 : place < 8 ? 2 : 3;
        const QDate day = first.addDays(days * number / request.entries);
        entry.write(day.toString(Qt::ISODate).toLatin1(), booking.memo.toLatin1(), qint64{office} + 1);
        const Fraction fraction = random.below(2) == 0 ? Fraction::always : Fraction::whereNeeded;
        for (const Line& line : booking.lines) {
            posting.write(qint64{number}, qint64{line.account} + 1,
                          writeAmount(line.cents, all[static_cast<size_t>(office)].notation, fraction));
        }
        ++figures.entries;
        figures.postings += booking.lines.size();
    }
    Writer::Row attachment(writer, "INSERT INTO attachment (entry, file, note) VALUES (?, ?, ?)");
    for (int number = 1; number <= std::min(attachmentCount, request.entries); ++number) {
        attachment.write(qint64{number}, attachmentFile(number).toLatin1(),
                         QStringLiteral("Bilag nº %1, påført av Åse").arg(number).toLatin1());
    }
    return figures;
}

}  // namespace

QString attachmentFile(int number) { return QStringLiteral("2011/bilag-%1.txt").arg(number, 4, 10, QLatin1Char('0')); }

Made<JournalFigures> makeJournal(const JournalRequest& request)
{
    sqlite3* handle = nullptr;
    const int opened = sqlite3_open_v2(request.file.toUtf8().constData(), &handle,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> database(handle, &sqlite3_close_v2);
    if (opened != SQLITE_OK) {
        return problem(ProblemCode::database,
                       QStringLiteral("%1: %2").arg(request.file, QString::fromUtf8(sqlite3_errmsg(handle))));
    }
    Writer writer(handle);
    // A half-made file is thrown away, so it needs no journal while it is made.
    writer.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
    for (const QString& script : request.scripts) {
        writer.execute(script.toUtf8());
    }
    const Chart chart = makeChart();
    writeMasterData(writer, chart);
    const JournalFigures figures = writeJournal(writer, request, chart);
    writer.execute("COMMIT; PRAGMA journal_mode = DELETE");
    if (!writer.failure().isEmpty()) {
        return problem(ProblemCode::database, writer.failure());
    }
    return figures;
}

}  // namespace demo
