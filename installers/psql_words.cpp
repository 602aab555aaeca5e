#include "installers/psql_words.h"

#include <QRegularExpression>

namespace installers {

PsqlWords readPsqlWords(const QByteArray& output)
{
    constexpr auto lines = QRegularExpression::MultilineOption;
    // ERROR:  55P03: canceling statement due to lock timeout
    static const QRegularExpression message(QStringLiteral("^((?:psql:[^\\n]*:\\d+: )?[^\\s:]+:  )([0-9A-Z]{5}): "),
                                            lines);
    // LOCATION:  ProcessInterrupts, postgres.c:3294
    static const QRegularExpression place(
        QStringLiteral("^(?:psql:[^\\n]*:\\d+: )?[^\\s:]+:  \\w+, \\w+\\.[cly]:\\d+\\n?"), lines);
    QString text = QString::fromUtf8(output);
    PsqlWords words;
    for (auto found = message.globalMatch(text); found.hasNext();)
        words.state = found.next().captured(2);
    if (words.state.isEmpty()) {
        words.output = output;
        return words;
    }
    words.output = text.remove(place).replace(message, QStringLiteral("\\1")).toUtf8();
    return words;
}

}  // namespace installers
