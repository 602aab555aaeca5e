#include "app/demo/notation.h"

namespace demo {

namespace {

struct Signs {
    char group;
    char point;
};

Signs signsOf(Notation notation)
{
    switch (notation) {
    case Notation::norwegian:
        return {' ', ','};
    case Notation::german:
        return {'.', ','};
    case Notation::english:
        return {',', '.'};
    case Notation::swiss:
        return {'\'', '.'};
    }
    return {' ', ','};
}

}  // namespace

QByteArray writeAmount(qint64 cents, Notation notation, Fraction fraction)
{
    const bool negative = cents < 0;
    const qint64 size = negative ? -cents : cents;
    const Signs signs = signsOf(notation);
    QByteArray text = QByteArray::number(size / 100);
    for (qsizetype place = text.size() - 3; place > 0; place -= 3) {
        text.insert(place, signs.group);
    }
    if (size % 100 != 0 || fraction == Fraction::always) {
        text += signs.point + QByteArray::number(size % 100).rightJustified(2, '0');
    } else if (notation == Notation::swiss) {
        text += ".-";
    }
    if (!negative) {
        return text;
    }
    if (notation == Notation::german) {
        return text + '-';
    }
    return notation == Notation::english ? '(' + text + ')' : '-' + text;
}

}  // namespace demo
