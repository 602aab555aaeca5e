#include "app/cli/usage.h"

#include "app/shared/list_text.h"
#include "catalog/lookup.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct UsageText {
    Q_DECLARE_TR_FUNCTIONS(Usage)
};

}  // namespace

tl::unexpected<UsageError> usageError(const QString& sentence) { return tl::unexpected(UsageError{sentence, {}}); }

QString nearestNames(const QString& name, const QStringList& known)
{
    std::vector<std::string> names;
    for (const QString& one : known) {
        names.push_back(one.toStdString());
    }
    QStringList near;
    for (const std::string& one : catalog::nearest(name.toStdString(), names, 2)) {
        near.push_back(app::quoted(one));
    }
    return app::either(near);
}

Usage<QString> oneOf(const QString& option, const QString& value, const QStringList& known)
{
    if (known.contains(value)) {
        return value;
    }
    const QString near = nearestNames(value, known);
    return usageError(near.isEmpty() ? UsageText::tr("The option %1 does not know %2. It takes %3.")
                                           .arg(option, app::quoted(value), app::either(known))
                                     : UsageText::tr("The option %1 does not know %2. Did you mean %3? It takes %4.")
                                           .arg(option, app::quoted(value), near, app::either(known)));
}

Usage<Assignment> readAssignment(const QString& option, const QString& text)
{
    const qsizetype sign = text.indexOf(QLatin1Char('='));
    if (sign <= 0) {
        return usageError(
            UsageText::tr("The option %1 takes NAME=VALUE, and was given %2.").arg(option, app::quoted(text)));
    }
    return Assignment{text.left(sign).trimmed(), text.mid(sign + 1).trimmed()};
}

}  // namespace cli
