#include "app/shared/fact_class_text.h"

#include "app/shared/list_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <iterator>

namespace app {

namespace {

using planner::FactClass;
using planner::Question;

struct Answers {
    Q_DECLARE_TR_FUNCTIONS(Answers)
};

/// With the separators of the reader's language.
QString numberText(const std::string& text)
{
    bool read = false;
    const double number = QString::fromStdString(text).toDouble(&read);
    return read ? QLocale().toString(number, 'f', QLocale::FloatingPointShortest) : fromUtf8(text);
}

QString numbersText(const FactClass::Span& span)
{
    QString from = span.from ? numberText(span.from->text) : QString();
    const QString to = span.to ? numberText(span.to->text) : QString();
    if (span.point()) {
        return from;
    }
    if (!span.from && !span.to) {
        return Answers::tr("any number");
    }
    if (!span.from) {
        return span.to->inclusive ? Answers::tr("at most %1").arg(to) : Answers::tr("less than %1").arg(to);
    }
    if (!span.to) {
        return span.from->inclusive ? Answers::tr("at least %1").arg(from) : Answers::tr("more than %1").arg(from);
    }
    if (span.from->inclusive) {
        return span.to->inclusive ? Answers::tr("%1 to %2").arg(from, to)
                                  : Answers::tr("at least %1 and less than %2").arg(from, to);
    }
    return span.to->inclusive ? Answers::tr("more than %1 and at most %2").arg(from, to)
                              : Answers::tr("more than %1 and less than %2").arg(from, to);
}

QString versionsText(const FactClass::Span& span)
{
    QString from = span.from ? fromUtf8(span.from->text) : QString();
    const QString to = span.to ? fromUtf8(span.to->text) : QString();
    if (span.point()) {
        return from;
    }
    if (!span.from && !span.to) {
        return Answers::tr("any version");
    }
    if (!span.from) {
        return span.to->inclusive ? Answers::tr("%1 or older").arg(to) : Answers::tr("older than %1").arg(to);
    }
    if (!span.to) {
        return span.from->inclusive ? Answers::tr("%1 or newer").arg(from) : Answers::tr("newer than %1").arg(from);
    }
    if (span.from->inclusive) {
        return span.to->inclusive ? Answers::tr("version %1 to %2").arg(from, to)
                                  : Answers::tr("%1 or newer, but older than %2").arg(from, to);
    }
    return span.to->inclusive ? Answers::tr("newer than %1, but not newer than %2").arg(from, to)
                              : Answers::tr("newer than %1, but older than %2").arg(from, to);
}

/// What has to be typed where no single value can be named.
QString placeholder(catalog::FactType type)
{
    switch (type) {
    case catalog::FactType::number:
        //: Stands for the number a person has to give, in --fact name=NUMBER.
        return Answers::tr("NUMBER");
    case catalog::FactType::version:
        //: Stands for the version a person has to give, in --fact name=VERSION.
        return Answers::tr("VERSION");
    default:
        //: Stands for the value a person has to give, in --fact name=VALUE.
        return Answers::tr("VALUE");
    }
}

/// Quoted where a shell would take it apart.
QString typed(const QString& value)
{
    for (const QChar letter : value) {
        const bool plain = letter.isLetterOrNumber() || QStringLiteral("._-+:/@%,").contains(letter);
        if (!plain) {
            return QLatin1Char('\'') + QString(value).replace(QLatin1Char('\''), QStringLiteral("'\\''")) +
                   QLatin1Char('\'');
        }
    }
    return value;
}

QString option(const Question& question, const QString& value)
{
    const QString name = fromUtf8(question.fact.text);
    switch (question.subject) {
    case Question::Subject::component:
        return QStringLiteral("--component %1=%2").arg(name, value);
    case Question::Subject::channel:
        return QStringLiteral("--channel %1").arg(value);
    case Question::Subject::fact:
        break;
    }
    return QStringLiteral("--fact %1=%2").arg(name, value);
}

}  // namespace

QString factClassText(const FactClass& answer, catalog::FactType type)
{
    QStringList texts = fromUtf8(answer.values);
    switch (answer.kind) {
    case FactClass::Kind::set:
        return texts.isEmpty() ? Answers::tr("none") : all(texts);
    case FactClass::Kind::others:
        return texts.isEmpty() ? Answers::tr("anything")
                               //: An answer that is none of those named.
                               : Answers::tr("not %1").arg(either(texts));
    case FactClass::Kind::values:
        break;
    }
    if (type == catalog::FactType::boolean && answer.values.size() == 1) {
        return answer.values.front() == "true" ? Answers::tr("yes") : Answers::tr("no");
    }
    const auto spanText = [&](const FactClass::Span& span) {
        return type == catalog::FactType::number ? numbersText(span) : versionsText(span);
    };
    if (std::all_of(answer.spans.begin(), answer.spans.end(), [](const auto& span) { return span.point(); })) {
        std::transform(answer.spans.begin(), answer.spans.end(), std::back_inserter(texts), spanText);
        return either(texts);
    }
    QString text = either(texts);
    for (const FactClass::Span& span : answer.spans) {
        //: Two classes of answers, each of which may hold an "or" of its own: "1 or older, or 3 or newer".
        text = text.isEmpty() ? spanText(span) : Answers::tr("%1, or %2").arg(text, spanText(span));
    }
    return text;
}

QString optionText(const Question& question, const FactClass& answer)
{
    QStringList options;
    for (const std::string& value : answer.example) {
        const bool boolean = question.type == catalog::FactType::boolean;
        const std::string given = !boolean ? value : value == "true" ? "yes" : "no";
        options.push_back(option(question, typed(fromUtf8(given))));
    }
    return options.isEmpty() ? option(question, QString()) : options.join(QLatin1Char(' '));
}

QString optionText(const Question& question) { return option(question, placeholder(question.type)); }

}  // namespace app
