#include "tests/app/document.h"

#include <QRegularExpression>

namespace {

constexpr QStringView prompt = u"$ ";
constexpr QStringView anyLines = u"…";
constexpr QStringView fence = u"```";

bool sameLine(const QString& printed, const QString& expected)
{
    return expected.endsWith(anyLines) ? printed.startsWith(QStringView(expected).chopped(anyLines.size()))
                                       : printed == expected;
}

}  // namespace

std::vector<FencedBlock> fencedBlocks(const QStringList& page)
{
    std::vector<FencedBlock> blocks;
    bool inside = false;
    for (int i = 0; i < page.size(); ++i) {
        const QString& line = page[i];
        if (line.startsWith(fence)) {
            inside = !inside;
            if (inside) {
                blocks.push_back({line.mid(fence.size()).split(QLatin1Char(' '), Qt::SkipEmptyParts), {}, i + 1});
            }
        } else if (inside) {
            blocks.back().lines.push_back(line);
        }
    }
    return blocks;
}

std::vector<ConsoleEntry> consoleEntries(const FencedBlock& block)
{
    std::vector<ConsoleEntry> entries;
    bool continued = false;
    for (int i = 0; i < block.lines.size(); ++i) {
        QString line = block.lines[i];
        const bool command = continued || line.startsWith(prompt);
        if (!command) {
            if (!entries.empty()) {
                entries.back().expected.push_back(line);
            }
            continue;
        }
        if (!continued) {
            entries.push_back({{}, {}, block.line + 1 + i});
            line = line.mid(prompt.size());
        }
        continued = line.endsWith(QStringLiteral(" \\"));
        entries.back().command += continued ? line.chopped(1) : line;
    }
    return entries;
}

bool matches(const QStringList& printed, const QStringList& expected)
{
    qsizetype at = 0;
    for (qsizetype i = 0; i < expected.size(); ++i) {
        if (expected[i].trimmed() == anyLines) {
            if (i + 1 == expected.size()) {
                return true;
            }
            while (at < printed.size() && !sameLine(printed[at], expected[i + 1])) {
                ++at;
            }
        } else if (at >= printed.size() || !sameLine(printed[at++], expected[i])) {
            return false;
        }
    }
    return at == printed.size();
}

QStringList shellWords(const QString& command)
{
    QStringList words;
    QString word;
    bool begun = false;
    QChar quote;
    for (const QChar letter : command) {
        if (!quote.isNull()) {
            letter == quote ? quote = QChar() : word += letter;
        } else if (letter == QLatin1Char('"') || letter == QLatin1Char('\'')) {
            quote = letter;
            begun = true;
        } else if (letter != QLatin1Char(' ')) {
            word += letter;
            begun = true;
        } else if (begun) {
            words.push_back(word);
            word.clear();
            begun = false;
        }
    }
    if (begun) {
        words.push_back(word);
    }
    return words;
}

QStringList toldCommands(const QStringList& page)
{
    static const QRegularExpression spoken(QStringLiteral("`(cairn [^`]+)`"));
    QStringList commands;
    for (const QString& line : page) {
        QString text = line.trimmed();
        if (text.startsWith(prompt)) {
            text = text.mid(prompt.size());
        }
        if (text.startsWith(QStringLiteral("cairn ")) && !text.contains(QLatin1Char('`'))) {
            commands.push_back(text);
        }
        for (QRegularExpressionMatchIterator found = spoken.globalMatch(line); found.hasNext();) {
            commands.push_back(found.next().captured(1));
        }
    }
    return commands;
}

QStringList linkedFiles(const QString& page)
{
    static const QRegularExpression link(QStringLiteral("\\]\\(([^)#]+)(#[^)]*)?\\)"));
    QStringList files;
    for (QRegularExpressionMatchIterator found = link.globalMatch(page); found.hasNext();) {
        const QString target = found.next().captured(1);
        if (!target.contains(QStringLiteral("://"))) {
            files.push_back(target);
        }
    }
    return files;
}
