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

/// Names that count up by one in their last number as one text: 4.2.0, 4.2.1, 4.2.2, 5.0 becomes "4.2.0 to 4.2.2", 5.0.
/// Runs of two stay as they are; every name that is meant is named or lies between two that are.
[[nodiscard]] QStringList inRuns(const QStringList& names);

/// A long list in short: the first ones, and how many more there are.
[[nodiscard]] QString shortened(const QStringList& names, qsizetype shown = 6);

}  // namespace app
