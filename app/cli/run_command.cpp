#include "app/cli/run_command.h"

#include "app/cli/catalog_input.h"
#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/cli/progress.h"
#include "app/cli/question.h"
#include "app/cli/site_input.h"
#include "app/cli/trust_input.h"
#include "app/shared/list_text.h"
#include "app/shared/run_page.h"
#include "app/shared/run_text.h"
#include "catalog/document.h"
#include "planner/plan_json.h"

#include <QCoreApplication>

namespace cli {

namespace {

struct RunText {
    Q_DECLARE_TR_FUNCTIONS(RunCommand)
};

int invalid(const catalog::Errors& errors, Console& console)
{
    console.complain(errors);
    return code(Exit::invalidInput);
}

QString hopTitle(const QString& from, const QString& to) { return QStringLiteral("%1 > %2").arg(from, to); }

QStringList hopTitles(const planner::Plan& plan)
{
    QStringList titles;
    for (const planner::Hop& hop : plan.hops) {
        titles.push_back(hopTitle(QString::fromStdString(hop.from.text), QString::fromStdString(hop.to.text)));
    }
    return titles;
}

}  // namespace

QStringList hopTitles(const std::optional<installers::RunReport>& report)
{
    QStringList titles;
    for (const installers::HopReport& hop : report ? report->hops : std::vector<installers::HopReport>()) {
        titles.push_back(hopTitle(hop.from, hop.to));
    }
    return titles;
}

int finish(const installers::RunReport& report, Console& console)
{
    for (const installers::RunProblem& problem : report.problems) {
        console.complain(app::sentence(problem));
    }
    if (!report.run.isEmpty()) {
        console.answer(app::reportPage(report));
    } else if (!report.nextCommand.isEmpty()) {
        //: %1 is a command line.
        console.complain(RunText::tr("To go on: %1").arg(report.nextCommand));
    }
    return installers::exitCode(report.end);
}

int run(const RunOptions& options, Console& console)
{
    if (options.plan.isEmpty()) {
        return tell({RunText::tr("Which plan? Name the file that `cairn plan --format json -o FILE` wrote, with "
                                 "--plan FILE."),
                     QStringLiteral("run")},
                    console);
    }
    if (options.site.isEmpty()) {
        return tell({RunText::tr("Which site? Name its file with --site FILE."), QStringLiteral("run")}, console);
    }
    const catalog::Result<std::string> text = catalog::readTextFile(options.plan.toStdString());
    if (!text) {
        return invalid({text.error()}, console);
    }
    catalog::Checked<planner::Plan> plan = planner::readPlan(*text, options.plan.toStdString());
    if (!plan) {
        return invalid(plan.error(), console);
    }
    SiteResult<planner::Site> site = readSiteFile(options.site);
    if (!site) {
        return tellSiteProblem(site.error(), "run", console);
    }
    const std::string path = options.catalog.isEmpty() ? plan->catalog.path : options.catalog.toStdString();
    if (path.empty()) {
        return tell({RunText::tr("The plan does not say where its catalog is. Name it with --catalog PATH."),
                     QStringLiteral("run")},
                    console);
    }
    auto trusted =
        loadTrustedCatalog(QString::fromStdString(path), catalog::LoadScope::everything, options.trust, console);
    if (!trusted) {
        console.complain(trusted.error().errors);
        return planner::exitCode(trusted.error().kind);
    }
    warnTrust(*trusted, console);
    const std::unique_ptr<installers::World> world = console.streams().makeWorld();
    installers::RunReport report;
    {
        Progress progress(console, hopTitles(*plan));
        report = installers::Runner(*world, progress)
                     .run({std::move(*plan), std::move(*site), std::move(trusted->loaded), options.artefacts,
                           options.trust.allowUnsigned, trusted->trust.state,
                           catalog::TrustStore(trustPlaces(options.trust.folder)), options.holdBeforeOpening});
    }
    return finish(report, console);
}

int resume(const ResumeOptions& options, Console& console)
{
    if (!options.confirm.isEmpty() && !installers::isName(options.by)) {
        return tell({RunText::tr("Who says that the step %1 has been done? Name the person: --by \"NAME\".")
                         .arg(app::quoted(options.confirm)),
                     QStringLiteral("resume")},
                    console);
    }
    if (options.confirm.isEmpty() && !options.by.isEmpty()) {
        return tell({RunText::tr("Which step has %1 done? Name it with --confirm STEP; `cairn status` shows it.")
                         .arg(options.by),
                     QStringLiteral("resume")},
                    console);
    }
    const SiteResult<planner::Site> site = readSiteFile(options.site);
    if (!site) {
        return tellSiteProblem(site.error(), "resume", console);
    }
    std::optional<installers::Confirming> confirming;
    if (!options.confirm.isEmpty()) {
        confirming = installers::Confirming{options.confirm, options.by};
    }
    const std::unique_ptr<installers::World> world = console.streams().makeWorld();
    installers::RunReport report;
    {
        Progress progress(console, hopTitles(installers::report(*site)));
        report = installers::Runner(*world, progress).resume(*site, confirming);
    }
    return finish(report, console);
}

int pause(const PauseOptions& options, Console& console)
{
    const SiteResult<planner::Site> site = readSiteFile(options.site);
    if (!site) {
        return tellSiteProblem(site.error(), "pause", console);
    }
    const std::optional<installers::RunReport> report = installers::report(*site);
    if (!report || report->end != installers::RunEnd::busy) {
        console.complain(RunText::tr("No run is at work at this site, so there is nothing to pause."));
        return code(Exit::invalidInput);
    }
    if (!installers::Runner::requestPause(*site)) {
        console.complain(RunText::tr("The run cannot be asked to pause: its state folder cannot be written. Send the "
                                     "process SIGTERM instead."));
        return code(Exit::internalError);
    }
    console.answer(
        RunText::tr("The run will pause after the step it is in. To go on: cairn resume --site %1").arg(options.site) +
        QLatin1Char('\n'));
    return code(Exit::done);
}

}  // namespace cli
