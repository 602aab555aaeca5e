#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

namespace app {

/// Names inside sentences: how they are quoted and listed in the reader's language.
[[nodiscard]] QString quoted(const QString& name);
[[nodiscard]] QString quoted(const std::string& name);
[[nodiscard]] QString either(const QStringList& names);  ///< a, b or c
[[nodiscard]] QString all(const QStringList& names);     ///< a, b and c

[[nodiscard]] inline QString fromUtf8(const std::string& text) { return QString::fromStdString(text); }
[[nodiscard]] QStringList fromUtf8(const std::vector<std::string>& texts);

/// The texts of named things: versions, facts, releases.
template <typename Range>
[[nodiscard]] QStringList textsOf(const Range& named)
{
    QStringList texts;
    for (const auto& one : named) {
        texts.push_back(fromUtf8(one.text));
    }
    return texts;
}

/// A long list in short: the first ones, and how many more there are.
[[nodiscard]] QString shortened(const QStringList& names, qsizetype shown = 6);

}  // namespace app
