#include "app/shared/condition_text.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace app {

namespace {

struct Conditions {
    Q_DECLARE_TR_FUNCTIONS(Conditions)
};

QString matchText(const catalog::Match& match)
{
    const QString fact = fromUtf8(match.fact.text);
    const QString values = either(textsOf(match.anyOf));
    //: A fact of a site and what it has to be, as in "edition is enterprise".
    return match.negated ? Conditions::tr("%1 is not %2").arg(fact, values)
                         : Conditions::tr("%1 is %2").arg(fact, values);
}

}  // namespace

QString conditionText(const catalog::Condition& condition)
{
    QStringList alternatives;
    for (const std::vector<catalog::Match>& matches : condition.anyOf) {
        QStringList texts;
        for (const catalog::Match& match : matches) {
            texts.push_back(matchText(match));
        }
        alternatives.push_back(all(texts));
    }
    return either(alternatives);
}

}  // namespace app
