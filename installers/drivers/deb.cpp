#include "installers/drivers/deb.h"

#include "installers/dpkg.h"
#include "installers/drivers/command.h"
#include "installers/package_rehearsal.h"

#include <QFileInfo>
#include <algorithm>
#include <vector>

namespace installers {

namespace {

using PackageKind = PackageState::Kind;

const QString nothingInstalled = QStringLiteral("-");

Done<DebFile> fileOf(const StepContext& context, const Dpkg& dpkg) { return dpkg.read(artefactPath(context)); }

/// The run's .deb of just that package and version.
std::optional<DebFile> oldFile(const StepContext& context, const Dpkg& dpkg, const DebFile& now, const QString& version)
{
    QStringList paths;
    for (const ReleaseFile& old : context.step.oldPackages)
        paths.append(artefactPath(context.runFolder, old));
    paths.append(artefactPath(context));
    for (const QString& path : paths) {
        if (!QFileInfo::exists(path))
            continue;
        const auto file = dpkg.read(path);
        if (file && file->package == now.package && file->version == version)
            return *file;
    }
    return std::nullopt;
}

bool hasUndo(const StepContext& context) { return context.step.step.undo && !context.step.step.undo->run.empty(); }

RunProblem noWayBack(const StepContext& context, const QString& package, const QString& version)
{
    return RunProblem{RunProblemCode::oldPackageMissing, package + QLatin1Char(' ') + version, {}, context.name};
}

/// `earlier`: what the run installs before. What it replaces is known then.
Done<void> checkState(const StepContext& context, const Dpkg& dpkg, const std::vector<DebFile>& earlier,
                      const DebFile& file)
{
    if (std::any_of(earlier.begin(), earlier.end(),
                    [&](const DebFile& other) { return other.package == file.package; }))
        return {};
    const auto state = dpkg.state(file);
    if (!state)
        return tl::unexpected(state.error());
    if (state->kind == PackageKind::unconfigured || state->kind == PackageKind::halfInstalled)
        return tl::unexpected(RunProblem{RunProblemCode::packageBroken, file.package, state->word, context.name});
    if (state->kind == PackageKind::installed && !hasUndo(context) && !oldFile(context, dpkg, file, state->version))
        return tl::unexpected(noWayBack(context, file.package, state->version));
    return {};
}

/// dpkg's word that exactly this version is wholly there.
Done<void> confirm(const StepContext& context, const Dpkg& dpkg, const DebFile& file)
{
    const auto state = dpkg.state(file);
    if (!state)
        return tl::unexpected(state.error());
    if (state->kind != PackageKind::installed || state->version != file.version)
        return tl::unexpected(stepFailed(
            context,
            QStringLiteral("dpkg ended well, but has %1 %2 as %3").arg(file.package, state->version, state->word)));
    return {};
}

Done<void> install(const StepContext& context, const Dpkg& dpkg, const DebFile& file)
{
    const auto state = dpkg.state(file);
    if (!state)
        return tl::unexpected(state.error());
    if (state->version == file.version && state->kind == PackageKind::installed)
        return {};
    const bool unpacked = state->version == file.version && state->kind == PackageKind::unconfigured;
    const QStringList arguments = unpacked ? QStringList{QStringLiteral("--configure"), file.name()}
                                           : QStringList{QStringLiteral("--install"), file.path};
    return dpkg.change(arguments).and_then([&] { return confirm(context, dpkg, file); });
}

Done<void> removePackage(const Dpkg& dpkg, const DebFile& file)
{
    const auto state = dpkg.state(file);
    if (!state)
        return tl::unexpected(state.error());
    if (state->kind == PackageKind::absent)
        return {};
    return dpkg.change({QStringLiteral("--force-remove-reinstreq"), QStringLiteral("--remove"), file.name()});
}

}  // namespace

Done<void> DebDriver::check(const StepContext& context) const
{
    if (context.step.step.artefact.empty() || context.step.phase == catalog::Phase::preflight)
        return tl::unexpected(RunProblem{RunProblemCode::notSupported, context.name, {}, context.name});
    const Dpkg dpkg(context);
    if (auto usable = dpkg.check(); !usable)
        return usable;
    const auto file = fileOf(context, dpkg);
    if (!file)
        return tl::unexpected(file.error());
    std::vector<DebFile> earlier;
    for (const ReleaseFile& package : context.step.earlierPackages) {
        if (auto one = dpkg.read(artefactPath(context.runFolder, package)))
            earlier.push_back(*one);
    }
    return checkState(context, dpkg, earlier, *file).and_then([&] { return rehearse(context, dpkg, earlier, *file); });
}

Done<void> DebDriver::act(const StepContext& context) const
{
    const Dpkg dpkg(context);
    const auto file = fileOf(context, dpkg);
    if (!file)
        return tl::unexpected(file.error());
    if (context.before.isEmpty())
        return tl::unexpected(stepFailed(context, QStringLiteral("dpkg did not say what is installed")));
    return install(context, dpkg, *file);
}

ProbeAnswer DebDriver::probe(const StepContext& context) const
{
    const Dpkg dpkg(context);
    const auto file = fileOf(context, dpkg);
    if (!file)
        return ProbeAnswer::unknown;
    if (dpkg.isRunning(*file))
        return ProbeAnswer::running;
    const auto state = dpkg.state(*file);
    if (!state)
        return ProbeAnswer::unknown;
    if (state->kind == PackageKind::unconfigured || state->kind == PackageKind::halfInstalled)
        return ProbeAnswer::partial;
    return state->kind == PackageKind::installed && state->version == file->version ? ProbeAnswer::done
                                                                                    : ProbeAnswer::notDone;
}

QString DebDriver::before(const StepContext& context) const
{
    const Dpkg dpkg(context);
    const auto file = fileOf(context, dpkg);
    const auto state = file ? dpkg.state(*file) : Done<PackageState>(tl::unexpected(file.error()));
    if (!state)
        return {};
    return file->package + QLatin1Char(' ') + (state->kind == PackageKind::absent ? nothingInstalled : state->version);
}

Done<void> DebDriver::putBack(const StepContext& context) const
{
    const Dpkg dpkg(context);
    const auto file = fileOf(context, dpkg);
    if (!file)
        return tl::unexpected(file.error());
    // Without it the step has not acted.
    if (context.before.isEmpty())
        return {};
    const QString version = context.before.section(QLatin1Char(' '), 1);
    if (version == nothingInstalled)
        return removePackage(dpkg, *file);
    if (const auto old = oldFile(context, dpkg, *file, version))
        return install(context, dpkg, *old);
    if (!hasUndo(context))
        return tl::unexpected(noWayBack(context, file->package, version));
    if (auto undone = runStepProgram(context, context.step.step.undo->run); !undone)
        return undone;
    const auto state = dpkg.state(*file);
    if (!state || state->kind != PackageKind::installed || state->version != version)
        return tl::unexpected(noWayBack(context, file->package, version));
    return {};
}

}  // namespace installers
