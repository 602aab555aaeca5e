#include "installers/placeholders.h"

namespace installers {

Done<QString> Placeholders::expand(const QString& text) const
{
    QString expanded;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text.at(at);
        const bool doubled = at + 1 < text.size() && text.at(at + 1) == c;
        if ((c == QLatin1Char('{') || c == QLatin1Char('}')) && doubled) {
            expanded += c;
            ++at;
        } else if (c == QLatin1Char('{')) {
            const qsizetype end = text.indexOf(QLatin1Char('}'), at);
            const QString name = end < 0 ? text.mid(at) : text.mid(at + 1, end - at - 1);
            const auto value = m_values.constFind(name);
            if (end < 0 || value == m_values.cend())
                return tl::unexpected(RunProblem{RunProblemCode::placeholderUnknown, text, name, {}});
            expanded += *value;
            at = end;
        } else {
            expanded += c;
        }
    }
    return expanded;
}

Done<QStringList> Placeholders::expand(const std::vector<std::string>& texts) const
{
    QStringList expanded;
    for (const std::string& text : texts) {
        auto one = expand(QString::fromStdString(text));
        if (!one)
            return tl::unexpected(one.error());
        expanded.append(*one);
    }
    return expanded;
}

}  // namespace installers
