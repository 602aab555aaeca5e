// The program `cairn-site`: everything that `cairn` can, with what acts at a site.
#include "app/cli/program.h"
#include "installers/own_programs.h"
#include "installers/world_posix.h"

#include <QCoreApplication>

namespace {

std::unique_ptr<installers::World> makeWorld()
{
    installers::PosixWorldOptions options;
    options.pageProgram =
        installers::findOwnProgram(QStringLiteral("cairn-page"), QCoreApplication::applicationDirPath());
    options.handleSignals = true;
    return std::make_unique<installers::PosixWorld>(options);
}

}  // namespace

int main(int argc, char** argv) { return cli::runProgram(argc, argv, makeWorld); }
