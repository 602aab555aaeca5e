#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace cli {

struct OptionShape {
    QStringList names;  ///< "-o", "--output"; empty: what stands without a name
    QString form;       ///< such as FILE; empty: takes no value
    QString purpose;
};

/// A command as papers about it show it: what the command line is declared with, without what reads it.
struct CommandShape {
    QString name;
    QString purpose;
    std::vector<OptionShape> options;
    std::vector<CommandShape> commands;
};

}  // namespace cli
