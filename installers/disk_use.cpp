#include "installers/disk_use.h"

#include "installers/data_members.h"

namespace installers {

DiskUse diskUseOf(const RunContext& context, const std::vector<HopWork>& work, std::vector<RunProblem>* problems)
{
    DiskUse use;
    use.hops = work.size();
    use.backups = context.paths.backups;
    use.releases = context.paths.releases;
    for (const auto& member : membersOf(context)) {
        auto size = member->size();
        const bool copied = context.site.backupKind == planner::BackupKind::copy && member->canCopy();
        if (size)
            use.members.push_back(DiskUse::Member{*size, copied});
        else if (problems != nullptr)
            problems->push_back(size.error());
    }
    for (const HopWork& hop : work) {
        for (const catalog::Artefact& artefact : hop.artefacts)
            use.artefacts += static_cast<qint64>(artefact.size);
    }
    return use;
}

}  // namespace installers
