#include "tests/ledger/numbered_parameters.h"

#include <algorithm>

namespace ledger {

namespace {

bool isWord(char letter) { return (letter >= 'a' && letter <= 'z') || letter == '_'; }

/// Behind what begins at `at` and ends with the next `last`.
qsizetype behind(const QByteArray& text, qsizetype at, char last)
{
    const qsizetype end = text.indexOf(last, at + 1);
    return end < 0 ? text.size() : end + 1;
}

}  // namespace

NumberedStatement takeStatement(QByteArray& rest)
{
    NumberedStatement statement;
    qsizetype at = 0;
    while (at < rest.size() && rest[at] != ';') {
        qsizetype end = at + 1;
        if (rest[at] == '\'' || rest[at] == '"') {
            end = behind(rest, at, rest[at]);
        } else if (rest.mid(at, 2) == "--") {
            at = behind(rest, at, '\n');
            continue;
        } else if (rest.mid(at, 2) == "::") {
            end = at + 2;
        } else if (rest[at] == ':' && isWord(rest.mid(at + 1, 1).append('\0').at(0))) {
            while (end < rest.size() && isWord(rest[end])) {
                ++end;
            }
            const QByteArray name = rest.mid(at, end - at);
            if (!statement.names.contains(name)) {
                statement.names.append(name);
            }
            statement.sql += '$' + QByteArray::number(statement.names.indexOf(name) + 1);
            at = end;
            continue;
        }
        statement.sql += rest.mid(at, end - at);
        at = end;
    }
    rest.remove(0, std::min(at + 1, rest.size()));
    statement.sql = statement.sql.trimmed();
    return statement;
}

}  // namespace ledger
