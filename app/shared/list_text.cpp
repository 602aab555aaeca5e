#include "app/shared/list_text.h"

#include <QCoreApplication>

namespace app {

namespace {

struct Lists {
    Q_DECLARE_TR_FUNCTIONS(Lists)
};

QString commas(const QStringList& names)
{
    //: Between the parts of a list.
    return names.join(Lists::tr(", "));
}

}  // namespace

QString quoted(const QString& name)
{
    //: A name in quotation marks.
    return Lists::tr("\"%1\"").arg(name);
}

QString quoted(const std::string& name) { return quoted(fromUtf8(name)); }

QString either(const QStringList& names)
{
    if (names.size() < 2) {
        return names.join(QString());
    }
    //: The end of a list of alternatives; %1 may be a list itself.
    return Lists::tr("%1 or %2").arg(commas(names.mid(0, names.size() - 1)), names.last());
}

QString all(const QStringList& names)
{
    if (names.size() < 2) {
        return names.join(QString());
    }
    //: The end of a list of things that all hold; %1 may be a list itself.
    return Lists::tr("%1 and %2").arg(commas(names.mid(0, names.size() - 1)), names.last());
}

QStringList fromUtf8(const std::vector<std::string>& texts)
{
    QStringList result;
    for (const std::string& text : texts) {
        result.push_back(fromUtf8(text));
    }
    return result;
}

QString shortened(const QStringList& names, qsizetype shown)
{
    if (names.size() <= shown + 1) {
        return all(names);
    }
    //: A list too long to show whole; %1 is its beginning.
    return Lists::tr("%1 and %n more", nullptr, static_cast<int>(names.size() - shown))
        .arg(commas(names.mid(0, shown)));
}

}  // namespace app
