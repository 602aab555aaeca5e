#include "app/cli/rollback_command.h"

#include "app/cli/output.h"
#include "app/cli/progress.h"
#include "app/cli/question.h"
#include "app/cli/run_command.h"
#include "app/cli/site_input.h"
#include "app/shared/run_page.h"
#include "app/shared/way_back_text.h"

namespace cli {

int rollback(const RollbackOptions& options, Console& console)
{
    const SiteResult<planner::Site> site = readSiteFile(options.site);
    if (!site) {
        return tellSiteProblem(site.error(), "rollback", console);
    }
    const installers::WayBack way = installers::wayBack(*site);
    if (options.check) {
        console.answer(app::writeText(app::wayBackPage(way), console.style()));
        return installers::exitCode(way.isOpen() ? installers::RunEnd::done : installers::RunEnd::blocked);
    }
    if (way.isOpen()) {
        console.progress(app::wayBackSentence(way) + QLatin1Char('\n'));
    }
    const std::unique_ptr<installers::World> world = console.streams().makeWorld();
    installers::RunReport report;
    {
        Progress progress(console, hopTitles(installers::report(*site)));
        report = installers::Runner(*world, progress).rollBack(*site);
    }
    return finish(report, console);
}

}  // namespace cli
