// The program `cairn`. What acts at a site is `cairn-site`, another program, so that planning starts without the
// libraries of the network and of archives: their relocations took as long as reading a catalog.
#include "app/cli/demo_command.h"
#include "app/cli/exit_code.h"
#include "app/cli/program.h"
#include "app/cli/rollback_command.h"
#include "app/cli/run_command.h"
#include "app/cli/status_command.h"
#include "installers/own_programs.h"

#include <QCoreApplication>
#include <cerrno>
#include <cstring>
#include <unistd.h>
#include <vector>

namespace cli {

namespace {

struct Handover {
    Q_DECLARE_TR_FUNCTIONS(Handover)
};

/// Becomes cairn-site with the same arguments; returns only where that cannot be.
int handOver(Console& console)
{
    const QString program =
        installers::findOwnProgram(QStringLiteral("cairn-site"), QCoreApplication::applicationDirPath());
    std::vector<QByteArray> words;
    for (const QString& word : QCoreApplication::arguments())
        words.push_back(word.toUtf8());
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (QByteArray& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv(program.toLocal8Bit().constData(), arguments.data());
    //: %1 is the operating system's own words.
    console.complain(
        Handover::tr("The program cairn-site, which acts at sites, cannot be started: %1. It is installed together "
                     "with cairn: install both anew.")
            .arg(QString::fromLocal8Bit(std::strerror(errno))));
    return code(Exit::internalError);
}

}  // namespace

int run(const RunOptions&, Console& console) { return handOver(console); }
int resume(const ResumeOptions&, Console& console) { return handOver(console); }
int pause(const PauseOptions&, Console& console) { return handOver(console); }
int rollback(const RollbackOptions&, Console& console) { return handOver(console); }
int status(const StatusOptions&, Console& console) { return handOver(console); }
int report(const ReportOptions&, Console& console) { return handOver(console); }
int demo(const DemoOptions&, Console& console) { return handOver(console); }

}  // namespace cli

int main(int argc, char** argv) { return cli::runProgram(argc, argv, {}); }
