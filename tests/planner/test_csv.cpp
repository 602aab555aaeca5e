#include "planner/csv.h"

#include <QTest>

#include <sstream>

using planner::CsvProblem;
using planner::CsvReader;
using planner::CsvRow;

namespace {

/// `LINE: cell|cell`, or `LINE! problem`, for each row.
QStringList rowsOf(const QByteArray& text)
{
    std::istringstream in(text.toStdString());
    CsvReader reader(in);
    CsvRow row;
    QStringList rows;
    while (reader.next(row)) {
        if (row.problem != CsvProblem::none) {
            rows << QStringLiteral("%1! %2").arg(row.line).arg(static_cast<int>(row.problem));
            continue;
        }
        QStringList cells;
        for (const std::string_view cell : row.cells)
            cells << QString::fromUtf8(cell.data(), static_cast<qsizetype>(cell.size()));
        rows << QStringLiteral("%1: %2").arg(row.line).arg(cells.join(QLatin1Char('|')));
    }
    return rows;
}

QString problem(int line, CsvProblem what) { return QStringLiteral("%1! %2").arg(line).arg(static_cast<int>(what)); }

}  // namespace

class TestCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("rows");
        const auto one = [](const char* text) { return QString::fromUtf8(text); };

        QTest::newRow("nothing") << QByteArray() << QStringList();
        QTest::newRow("plain cells") << QByteArray("a,b,c\n1,2,3\n") << QStringList{one("1: a|b|c"), one("2: 1|2|3")};
        QTest::newRow("CRLF") << QByteArray("a,b\r\n1,2\r\n") << QStringList{one("1: a|b"), one("2: 1|2")};
        QTest::newRow("no line break at the end")
            << QByteArray("a,b\n1,2") << QStringList{one("1: a|b"), one("2: 1|2")};
        QTest::newRow("empty cells") << QByteArray(",\n,,") << QStringList{one("1: |"), one("2: ||")};
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                       "a,b\n")
                                         << QStringList{one("1: a|b")};
        QTest::newRow("empty lines are no rows, but count")
            << QByteArray("\na\n\r\n\nb\n") << QStringList{one("2: a"), one("5: b")};
        QTest::newRow("quoted comma and doubled quotes")
            << QByteArray("\"a,b\",\"say \"\"hi\"\"\",\"\"\"\"\n") << QStringList{one("1: a,b|say \"hi\"|\"")};
        QTest::newRow("quoted line breaks count as lines")
            << QByteArray("\"a\nb\",c\nd,e\n\"\"\"x\r\n\ny\",f\ng,h\n")
            << QStringList{one("1: a\nb|c"), one("3: d|e"), one("4: \"x\r\n\ny|f"), one("7: g|h")};
        QTest::newRow("quoted cell at the end of the file") << QByteArray("a,\"b\"") << QStringList{one("1: a|b")};
        QTest::newRow("quoted cell before CRLF")
            << QByteArray("\"a\"\r\n\"b\"\r\n") << QStringList{one("1: a"), one("2: b")};
        QTest::newRow("spaces are kept") << QByteArray(" a , b\n") << QStringList{one("1:  a | b")};
        QTest::newRow("text after a quote")
            << QByteArray("\"a\"x,b\nc,d\n") << QStringList{problem(1, CsvProblem::textAfterQuote), one("2: c|d")};
        QTest::newRow("stray quote") << QByteArray("a\"b,c\nd,e\n")
                                     << QStringList{problem(1, CsvProblem::strayQuote), one("2: d|e")};
        QTest::newRow("a quote that never closes breaks its own line only")
            << QByteArray("a,b\n\"c,d\ne,f\ng,h\n")
            << QStringList{one("1: a|b"), problem(2, CsvProblem::openQuote), one("3: e|f"), one("4: g|h")};
        QTest::newRow("a quote that closes lines later breaks its own line only")
            << QByteArray("\"c,d\ne,f\n\"g\",h\n")
            << QStringList{problem(1, CsvProblem::textAfterQuote), one("2: e|f"), one("3: g|h")};
        QTest::newRow("not UTF-8") << QByteArray("a\n\xFF\nb\n")
                                   << QStringList{one("1: a"), problem(2, CsvProblem::notUtf8), one("3: b")};
        QTest::newRow("a NUL byte") << QByteArray("a\nx\0y\nb\n", 8)
                                    << QStringList{one("1: a"), problem(2, CsvProblem::notUtf8), one("3: b")};
        QTest::newRow("an endless line") << QByteArray("a\n") + QByteArray(3'000'000, 'x') + QByteArray("\nb\n")
                                         << QStringList{one("1: a"), problem(2, CsvProblem::tooLong), one("3: b")};
        QTest::newRow("an endless quoted cell")
            << QByteArray("a\n\"") + QByteArray(3'000'000, 'x') + QByteArray("\nb\n")
            << QStringList{one("1: a"), problem(2, CsvProblem::openQuote), one("3: b")};
    }

    void reads()
    {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, rows);
        QCOMPARE(rowsOf(text), rows);
    }

    void rowsAcrossThePiecesThatAreRead()
    {
        QByteArray text;
        QStringList rows;
        int line = 1;
        for (int i = 0; text.size() < 1'500'000; ++i) {
            const QByteArray name(i % 97, 'n');
            text += "\"" + name + "\"\"\r\n\",v" + QByteArray::number(i) + (i % 2 == 0 ? "\r\n" : "\n");
            rows << QStringLiteral("%1: %2\"\r\n|v%3").arg(line).arg(QString::fromUtf8(name)).arg(i);
            line += 2;
        }
        QCOMPARE(rowsOf(text), rows);
    }

    void writtenCellsReadBack_data()
    {
        QTest::addColumn<QByteArray>("cell");
        for (const char* cell : {"", "plain", "a,b", "\"", "say \"hi\"", "a\nb", "a\r\nb", " padded ", "a\rb", "ø"})
            QTest::newRow(cell) << QByteArray(cell);
    }

    void writtenCellsReadBack()
    {
        QFETCH(QByteArray, cell);
        std::string line = "x,";
        planner::appendCsvCell(line, cell.toStdString());
        QCOMPARE(rowsOf(QByteArray::fromStdString(line + "\n")),
                 QStringList{QStringLiteral("1: x|%1").arg(QString::fromUtf8(cell))});
    }
};

QTEST_GUILESS_MAIN(TestCsv)
#include "test_csv.moc"
