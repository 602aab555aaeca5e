#include "installers/backup_pruning.h"

#include "installers/backup_manifest.h"
#include "installers/durable.h"
#include "installers/history.h"

#include <QDir>
#include <algorithm>
#include <tuple>

namespace installers {

namespace {

const QString goingSuffix = QStringLiteral(".removing");

std::optional<QDateTime> newestVerified(const QString& folder)
{
    std::optional<QDateTime> newest;
    for (const QString& set : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const std::optional<QDateTime> at = verifiedAt(folder + QLatin1Char('/') + set);
        if (at && (!newest || *at > *newest))
            newest = at;
    }
    return newest;
}

}  // namespace

QStringList prunable(std::vector<RunBackups> runs, int keep)
{
    std::sort(runs.begin(), runs.end(), [](const RunBackups& a, const RunBackups& b) {
        return std::tie(a.begun, a.run) < std::tie(b.begun, b.run);
    });
    const auto proved = std::max_element(runs.begin(), runs.end(), [](const RunBackups& a, const RunBackups& b) {
        const auto rank = [](const RunBackups& run) {
            return std::tuple(run.verified.has_value(), run.begun, run.verified.value_or(QDateTime()));
        };
        return rank(a) < rank(b);
    });
    const auto finished = std::count_if(runs.begin(), runs.end(), [](const RunBackups& run) { return run.finished; });
    QStringList gone;
    auto tooMany = finished - keep;
    for (auto run = runs.begin(); run != runs.end() && tooMany > 0; ++run) {
        if (!run->finished)
            continue;
        --tooMany;
        if (run != proved || !run->verified)
            gone.append(run->run);
    }
    return gone;
}

Done<QStringList> pruneBackups(const SitePaths& paths, int keep, Journal& journal)
{
    const QDir backups(paths.backups);
    std::vector<RunBackups> runs;
    for (const QString& name : backups.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const bool going = name.endsWith(goingSuffix);
        const QString run = going ? name.chopped(goingSuffix.size()) : name;
        auto entries = journal.entries(run);
        if (!entries)
            return tl::unexpected(entries.error());
        const std::optional<History> history = historyOf(*entries);
        if (!history)
            continue;
        if (!going) {
            runs.push_back(RunBackups{run, history->finalEnd.has_value(), newestVerified(backups.filePath(name)),
                                      entries->front().seq});
        } else if (auto removed = durable::remove(backups.filePath(name)); !removed) {
            return tl::unexpected(removed.error());
        }
    }
    const QStringList gone = prunable(std::move(runs), keep);
    for (const QString& run : gone) {
        const QString folder = backups.filePath(run);
        auto removed = durable::rename(folder, folder + goingSuffix).and_then([&] {
            return durable::remove(folder + goingSuffix);
        });
        if (!removed)
            return tl::unexpected(removed.error());
    }
    return gone;
}

}  // namespace installers
