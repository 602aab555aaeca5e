#pragma once

#include <QByteArray>

namespace demo {

/// How the offices of 2011 wrote amounts. Whole amounts may leave the fraction out.
enum class Notation {
    norwegian,  ///< 1 234,50   -1 234,50   1 234
    german,     ///< 1.234,50   1.234,50-   1.234
    english,    ///< 1,234.50   (1,234.50)  1,234
    swiss,      ///< 1'234.50   -1'234.50   1'234.-
};

enum class Fraction { always, whereNeeded };

[[nodiscard]] QByteArray writeAmount(qint64 cents, Notation notation, Fraction fraction);

}  // namespace demo
