#include "installers/maintenance/flag.h"

#include "installers/durable.h"

#include <QFileInfo>

namespace installers {

FlagMaintenance::FlagMaintenance(const RunContext& context)
    : m_file(context.paths.absolute(context.site.maintenance.flagFile))
{
}

Done<void> FlagMaintenance::check()
{
    const QFileInfo folder(QFileInfo(m_file).absolutePath());
    if (!folder.isDir() || !folder.isWritable() || QFileInfo(m_file).isDir())
        return tl::unexpected(RunProblem{RunProblemCode::maintenanceNotUp, m_file, folder.absoluteFilePath(), {}});
    return {};
}

Done<void> FlagMaintenance::up() { return durable::write(m_file, "upgrading\n"); }

Done<void> FlagMaintenance::confirm()
{
    if (isUp())
        return {};
    return tl::unexpected(RunProblem{RunProblemCode::maintenanceNotUp, m_file, {}, {}});
}

Done<void> FlagMaintenance::down() { return durable::remove(m_file); }

bool FlagMaintenance::isUp() { return QFileInfo::exists(m_file); }

}  // namespace installers
