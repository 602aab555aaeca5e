#include "installers/preflight.h"

#include "catalog/lookup.h"
#include "installers/artefact_source.h"
#include "installers/data_members.h"
#include "installers/database_checksum.h"
#include "installers/disk_use.h"
#include "installers/drivers/sql.h"
#include "installers/durable.h"
#include "installers/fence.h"
#include "installers/full_disk.h"
#include "installers/maintenance.h"
#include "installers/postgres_preflight.h"
#include "installers/service.h"
#include "installers/state_file.h"
#include "installers/text.h"
#include "installers/world_posix.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <cerrno>

namespace installers {

namespace {

using Code = RunProblemCode;
using Problems = std::vector<RunProblem>;

void add(Problems& problems, const Done<void>& done)
{
    if (!done)
        problems.push_back(done.error());
}

bool isFileName(const std::string& version)
{
    return !version.empty() && version.front() != '.' && version.find('/') == std::string::npos &&
           version.find('\0') == std::string::npos && version != "current";
}

/// The installed version in the catalog's own words; the site file may use an alias.
QString resolved(const catalog::Catalog& catalog, const QString& version)
{
    const auto found = catalog::findRelease(catalog, version.toStdString());
    return found ? text(catalog.at(*found).version.text) : version;
}

Done<void> checkWritable(const QString& folder, Code code)
{
    // What is not there yet is made by the run; here nothing is left behind.
    QString there = folder;
    while (!QFileInfo::exists(there) && there != QFileInfo(there).absolutePath())
        there = QFileInfo(there).absolutePath();
    const QString probe = there + QStringLiteral("/.cairn-writable");
    auto written = durable::write(probe, "x").and_then([&] { return durable::remove(probe); });
    if (!written)
        return tl::unexpected(RunProblem{code, folder, written.error().detail, {}});
    return {};
}

void checkDisk(const RunContext& context, const std::vector<HopWork>& work, Problems& problems)
{
    const DiskUse use = diskUseOf(context, work, &problems);
    for (const RunProblem& problem : checkRoom(peakOf(use, deviceOfFolder)))
        problems.push_back(problem);
}

void checkWayBack(const RunContext& context, const std::vector<HopWork>& work, const QString& installed,
                  Problems& problems)
{
    const bool changesCode = std::any_of(work.begin(), work.end(), [](const HopWork& hop) {
        return std::any_of(hop.install.begin(), hop.install.end(),
                           [](const HopStep& step) { return step.step.driver == catalog::Driver::archive; });
    });
    if (!changesCode)
        return;
    const QFileInfo current(context.paths.current);
    const QString old = context.paths.release(installed);
    if (!current.isSymLink() || !QFileInfo(current.canonicalFilePath()).isDir())
        problems.push_back(RunProblem{Code::oldReleaseMissing, context.paths.current, {}, {}});
    else if (current.canonicalFilePath() != QFileInfo(old).canonicalFilePath())
        problems.push_back(RunProblem{Code::oldReleaseMissing, old, current.canonicalFilePath(), {}});
}

/// Whether its own probe can be asked here: a query may be for other databases only.
bool hasProbe(const catalog::Step& step, catalog::DatabaseKind database)
{
    return step.probe && (step.probe->query.empty() || step.probe->query.contains(database));
}

void checkSteps(const RunContext& context, const std::vector<HopWork>& work, Problems& problems)
{
    for (std::size_t i = 0; i < work.size(); ++i) {
        const planner::Hop& hop = context.plan.hops[i];
        const Placeholders values =
            placeholdersFor(context, text(hop.from.text), text(hop.to.text), Service(context).privatePort());
        for (const auto* const list : {&work[i].preflight, &work[i].install, &work[i].migrate, &work[i].verify,
                                       &work[i].reveal, &work[i].contract}) {
            for (const HopStep& step : *list) {
                const StepContext stepContext{
                    context.world,           context.site,      context.paths,     values, step, context.run,
                    text(step.step.id.text), text(hop.to.text), context.runFolder, -1};
                const StepDriver* const driver = driverFor(step.step.driver, context.site);
                const bool mustProbe =
                    step.step.kind == catalog::StepKind::opaque || step.step.kind == catalog::StepKind::nontx;
                if (driver == nullptr)
                    problems.push_back(RunProblem{Code::notSupported, stepContext.name, {}, stepContext.name});
                else if (mustProbe && !hasProbe(step.step, databaseKindOf(context.site)) &&
                         !driver->canProbe(stepContext))
                    problems.push_back(RunProblem{Code::probeMissing, stepContext.name, {}, stepContext.name});
                else
                    add(problems, driver->check(stepContext));
            }
        }
    }
}

}  // namespace

std::vector<RunProblem> checkRequest(const RunRequest& request)
{
    Problems problems;
    const planner::Plan& plan = request.plan;
    const planner::Site& site = request.site;
    if (planner::digestOf(plan) != plan.digest)
        problems.push_back(RunProblem{Code::planEdited, text(plan.digest.text()), {}, {}});
    if (plan.product != site.product || plan.product != request.catalog.catalog.product.id)
        problems.push_back(RunProblem{Code::planForOtherProduct, text(plan.product.text), text(site.product.text), {}});
    if (plan.site != site.name)
        problems.push_back(RunProblem{Code::planForOtherSite, text(plan.site), text(site.name), {}});
    if (request.catalog.digest != plan.catalog.digest)
        problems.push_back(RunProblem{Code::catalogChanged, text(request.catalog.path), {}, {}});
    if (!problems.empty())
        return problems;
    if (!request.allowUnsigned && request.trust != catalog::TrustState::isSigned)
        problems.push_back(RunProblem{Code::catalogUnsigned, text(request.catalog.path), {}, {}});
    if (plan.hops.empty())
        problems.push_back(RunProblem{Code::notSupported, text(plan.to.text), {}, {}});
    for (const planner::Hop& hop : plan.hops) {
        if (!isFileName(hop.from.text) || !isFileName(hop.to.text))
            problems.push_back(RunProblem{Code::notSupported, text(hop.to.text), {}, {}});
    }
    if (databaseKindOf(site) == catalog::DatabaseKind::postgresql)
        checkPostgresRequest(site, problems);
    return problems;
}

std::vector<RunProblem> checkInstalled(const RunRequest& request)
{
    const QString installed = resolved(request.catalog.catalog, installedVersion(request.site));
    if (installed == text(request.plan.from.text))
        return {};
    return {RunProblem{Code::planForOtherVersion, installed, text(request.plan.from.text), {}}};
}

std::vector<RunProblem> checkArtefacts(const std::vector<HopWork>& work, const QString& folder)
{
    Problems problems;
    const ArtefactSource source(folder, work);
    for (const HopWork& hop : work) {
        for (const catalog::Artefact& artefact : hop.artefacts) {
            const ReleaseFile wanted{hop.to, artefact.name};
            const QFileInfo file(source.pathOf(wanted));
            if (!file.isFile())
                problems.push_back(RunProblem{Code::artefactMissing, file.absoluteFilePath(), {}, {}});
            else if (file.size() != static_cast<qint64>(artefact.size))
                problems.push_back(source.differs(wanted, QStringLiteral("%1").arg(file.size())));
        }
    }
    return problems;
}

std::vector<RunProblem> checkPrograms(const RunContext& context, const QString& version)
{
    Problems problems;
    if (!context.site.service)
        return problems;
    const planner::SiteService& service = *context.site.service;
    const Placeholders values = placeholdersFor(context, version, version, service.port);
    const auto require = [&](const std::vector<std::string>& program, const char* what, bool wanted) {
        if (program.empty()) {
            if (wanted)
                problems.push_back(RunProblem{Code::programMissing, QString(), QString::fromLatin1(what), {}});
            return;
        }
        auto arguments = values.expand(program);
        if (!arguments)
            problems.push_back(arguments.error());
        else if (findProgram(arguments->value(0), context.paths.site).isEmpty())
            problems.push_back(RunProblem{Code::programMissing, arguments->value(0), QString::fromLatin1(what), {}});
    };
    require(service.start, "service start", true);
    require(service.stop, "service stop", true);
    require(service.healthRun, "service health", false);
    require(service.autostartOff, "service autostart off", false);
    require(service.autostartOn, "service autostart on", false);
    return problems;
}

std::vector<RunProblem> checkSite(const RunContext& context, const std::vector<HopWork>& work, const QString& installed)
{
    Problems problems;
    add(problems, checkWritable(context.paths.state, Code::stateNotWritable));
    add(problems, checkWritable(context.paths.backups, Code::backupNotWritable));
    add(problems, checkWritable(context.paths.releases, Code::stateNotWritable));
    checkWayBack(context, work, installed, problems);
    const Problems programs = checkPrograms(context, installed);
    problems.insert(problems.end(), programs.begin(), programs.end());
    checkSteps(context, work, problems);
    Service service(context);
    auto maintenance = makeMaintenance(context, {});
    add(problems, maintenance->check());
    if (!context.site.maintenance.allow.empty() && !maintenance->hasAllowList())
        problems.push_back(RunProblem{Code::allowListUnsupported, QStringLiteral("maintenance.allow"), {}, {}});
    const bool hasPage = context.site.maintenance.kind != planner::SiteMaintenance::Kind::none;
    if (context.site.maintenance.hold && service.exists() && !hasPage && service.privatePort() == service.publicPort())
        problems.push_back(RunProblem{Code::holdUnsupported, QStringLiteral("service.private_port"), {}, {}});
    if (service.exists() && service.privatePort() == service.publicPort() && maintenance->takesServicePort())
        problems.push_back(RunProblem{Code::notSupported, QStringLiteral("service.private_port"), {}, {}});
    const Problems uncovered = checkMembers(context);
    problems.insert(problems.end(), uncovered.begin(), uncovered.end());
    if (uncovered.empty())
        checkDisk(context, work, problems);
    if (databaseKindOf(context.site) == catalog::DatabaseKind::postgresql)
        checkPostgresSite(context, problems);
    if (!context.paths.database.isEmpty())
        add(problems, checkDatabase(context.paths.database).map_error([&](RunProblem problem) {
            if (problem.code == Code::databaseLocked)
                problem.detail = describe(context.world.holders(context.paths.database));
            return problem;
        }));
    if (service.exists())
        add(problems, service.healthy(installed, service.publicPort()));
    if (service.exists() && service.privatePort() != service.publicPort() &&
        service.answers(installed, service.privatePort()) && context.site.service->healthRun.empty())
        problems.push_back(RunProblem{Code::serviceNotHealthy,
                                      QStringLiteral("service.private_port"),
                                      QStringLiteral("another program answers there already"),
                                      {}});
    return problems;
}

}  // namespace installers
