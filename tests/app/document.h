#pragma once

#include <QStringList>
#include <vector>

/// A fenced block of a Markdown page.
struct FencedBlock {
    QStringList info;   ///< the words after the fence: a language, and a file's name where the block is one
    QStringList lines;  ///< between the fences
    int line = 0;       ///< of the opening fence, from 1
};

/// A command of a `console` block and what it prints.
struct ConsoleEntry {
    QString command;       ///< without the prompt, its continuation lines joined
    QStringList expected;  ///< a line of `…` alone stands for any lines, `…` at an end for any rest
    int line = 0;          ///< of the prompt, from 1
};

[[nodiscard]] std::vector<FencedBlock> fencedBlocks(const QStringList& page);

/// The entries of a `console` block, each of which begins with `$ `.
[[nodiscard]] std::vector<ConsoleEntry> consoleEntries(const FencedBlock& block);

/// Whether the printed lines are the expected ones.
[[nodiscard]] bool matches(const QStringList& printed, const QStringList& expected);

/// Words as a shell splits them: quotes hold a word together.
[[nodiscard]] QStringList shellWords(const QString& command);

/// Every command that the page tells its readers to type: lines of blocks and inline code that begin with `cairn `.
[[nodiscard]] QStringList toldCommands(const QStringList& page);

/// The targets of the page's links to other files, without anchors.
[[nodiscard]] QStringList linkedFiles(const QString& page);
