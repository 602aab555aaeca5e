#include "app/shared/terminal_safe.h"

namespace app {

namespace {

bool steers(QChar letter)
{
    const char16_t code = letter.unicode();
    const bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    const bool control = letter.category() == QChar::Other_Control && code != u'\n' && code != u'\t';
    return direction || control;
}

}  // namespace

QString terminalSafe(QString text)
{
    for (QChar& letter : text) {
        if (steers(letter)) {
            letter = QLatin1Char('?');
        }
    }
    return text;
}

}  // namespace app
