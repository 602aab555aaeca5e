#include "app/shared/form_text.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace app {

namespace {

struct Forms {
    Q_DECLARE_TR_FUNCTIONS(Forms)
};

QString formText(const std::string& form)
{
    static const QRegularExpression numbers(QStringLiteral("^(-?\\d+)(…|\\.\\.)(\\d*)$"));
    if (form == "YYYY-MM-DD") {
        return Forms::tr("a day that exists, such as 2026-11-01");
    }
    if (const QStringList ends = fromUtf8(form).split(QStringLiteral("..")); form.find(':') != std::string::npos) {
        //: Two times of day.
        return ends.size() == 2 ? Forms::tr("%1 to %2").arg(ends[0], ends[1]) : fromUtf8(form);
    }
    const QRegularExpressionMatch range = numbers.match(fromUtf8(form));
    if (!range.hasMatch()) {
        return kindText(form);
    }
    return range.captured(3).isEmpty()
               ? Forms::tr("a whole number from %1 on").arg(range.captured(1))
               : Forms::tr("a whole number from %1 to %2").arg(range.captured(1), range.captured(3));
}

}  // namespace

QString kindText(const std::string& kind)
{
    if (kind == "list") {
        return Forms::tr("a list");
    }
    if (kind == "map") {
        return Forms::tr("a map");
    }
    if (kind == "text") {
        return Forms::tr("a text");
    }
    if (kind == "null") {
        return Forms::tr("nothing");
    }
    return fromUtf8(kind);
}

QString formTexts(const std::vector<std::string>& forms)
{
    QStringList texts;
    for (const std::string& form : forms) {
        texts.push_back(formText(form));
    }
    return either(texts);
}

QString versionForm(const std::string& scheme)
{
    if (scheme == "numeric") {
        return QStringLiteral("4.2.7");
    }
    if (scheme == "semver") {
        return QStringLiteral("4.2.7-rc.1");
    }
    if (scheme == "debian") {
        return QStringLiteral("1:4.2.7-1");
    }
    return fromUtf8(scheme);
}

}  // namespace app
