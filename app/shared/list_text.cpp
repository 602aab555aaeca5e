#include "app/shared/list_text.h"

#include <QCoreApplication>
#include <optional>
#include <utility>

namespace app {

namespace {

struct Lists {
    Q_DECLARE_TR_FUNCTIONS(Lists)
};

/// What stands before the last number, and the number; nothing where there is none or it has a leading zero.
std::optional<std::pair<QString, qulonglong>> counted(const QString& name)
{
    qsizetype begin = name.size();
    while (begin > 0 && name.at(begin - 1).isDigit()) {
        --begin;
    }
    const QString digits = name.mid(begin);
    bool read = false;
    const qulonglong number = digits.toULongLong(&read);
    if (!read || (digits.size() > 1 && digits.startsWith(QLatin1Char('0')))) {
        return std::nullopt;
    }
    return std::pair(name.left(begin), number);
}

bool follows(const QString& before, const QString& after)
{
    const auto first = counted(before);
    const auto second = counted(after);
    return first && second && first->first == second->first && first->second + 1 == second->second;
}

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

QStringList inRuns(const QStringList& names)
{
    QStringList runs;
    for (qsizetype begin = 0; begin < names.size();) {
        qsizetype end = begin + 1;
        while (end < names.size() && follows(names.at(end - 1), names.at(end))) {
            ++end;
        }
        if (end - begin > 2) {
            //: All that lies between two names of a list, both included.
            runs.push_back(Lists::tr("%1 to %2").arg(names.at(begin), names.at(end - 1)));
        } else {
            runs += names.mid(begin, end - begin);
        }
        begin = end;
    }
    return runs;
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
