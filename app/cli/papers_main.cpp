// Writes what comes with `cairn` and follows from its command line: cairn.1, cairn.bash, _cairn and cairn.fish. Part of
// the build, not of what is installed.
//
// Road not taken: files written by hand, which forget options; help2man, which would cut the overview into pieces
// again.
#include "app/cli/command_line.h"
#include "app/cli/completion.h"
#include "app/cli/manual_page.h"
#include "app/cli/output.h"
#include "app/shared/language.h"

#include <QCoreApplication>
#include <cstdio>

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    app::installLanguage(*QCoreApplication::instance());
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 2) {
        std::fputs("Usage: cairn-papers FOLDER\n", stderr);
        return 2;
    }
    const cli::CommandShape shape = cli::commandShape();
    const std::vector<std::pair<QString, QString>> papers{{QStringLiteral("cairn.1"), cli::manualPage(shape)},
                                                          {QStringLiteral("cairn.bash"), cli::bashCompletion(shape)},
                                                          {QStringLiteral("_cairn"), cli::zshCompletion(shape)},
                                                          {QStringLiteral("cairn.fish"), cli::fishCompletion(shape)}};
    for (const auto& [name, text] : papers) {
        if (const auto done = cli::writeFile(arguments.at(1) + QLatin1Char('/') + name, text.toUtf8()); !done) {
            std::fprintf(stderr, "%s\n", done.error().subject.c_str());
            return 1;
        }
    }
    return 0;
}
