#include "installers/maintenance/flag.h"

#include "installers/durable.h"
#include "installers/page/page_text.h"

#include <QFileInfo>

namespace installers {

namespace {

QString absoluteOrNothing(const RunContext& context, const std::string& path)
{
    return path.empty() ? QString() : context.paths.absolute(path);
}

RunProblem notUp(const QString& subject, const QString& detail = {})
{
    return RunProblem{RunProblemCode::maintenanceNotUp, subject, detail, {}};
}

}  // namespace

FlagMaintenance::FlagMaintenance(const RunContext& context, QDateTime until)
    : m_context(context),
      m_until(std::move(until)),
      m_file(context.paths.absolute(context.site.maintenance.flagFile)),
      m_allowed(m_file + QStringLiteral(".allow")),
      m_pages(absoluteOrNothing(context, context.site.maintenance.pagesFolder))
{
}

Done<void> FlagMaintenance::check()
{
    const QFileInfo folder(QFileInfo(m_file).absolutePath());
    if (!folder.isDir() || !folder.isWritable() || QFileInfo(m_file).isDir())
        return tl::unexpected(notUp(m_file, folder.absoluteFilePath()));
    const QFileInfo pages(m_pages);
    if (!m_pages.isEmpty() && (!pages.isDir() || !pages.isWritable()))
        return tl::unexpected(notUp(m_pages, QStringLiteral("not a folder that can be written")));
    return {};
}

/// Before the flag: a visitor never gets one without the other.
Done<void> FlagMaintenance::writePages() const
{
    if (m_pages.isEmpty())
        return {};
    page::Notice notice;
    notice.product = m_context.product;
    notice.site = QString::fromStdString(m_context.site.name);
    notice.until = m_until;
    for (const QString& language : page::languages()) {
        const page::Wording wording(language);
        const QString file = QStringLiteral("%1/maintenance.%2.html").arg(m_pages, language);
        if (auto written = durable::write(file, page::htmlOf(notice, m_context.world.now(), wording)); !written)
            return written;
    }
    return {};
}

Done<void> FlagMaintenance::up()
{
    return shutOut().and_then([this] { return writePages(); }).and_then([this] {
        return durable::write(m_file, "upgrading\n");
    });
}

Done<void> FlagMaintenance::confirm()
{
    if (isUp())
        return {};
    return tl::unexpected(notUp(m_file));
}

Done<void> FlagMaintenance::down()
{
    return durable::remove(m_file).and_then([this] { return shutOut(); });
}

Done<void> FlagMaintenance::letIn()
{
    auto done = durable::makeFolder(m_allowed);
    for (const std::string& address : m_context.site.maintenance.allow) {
        done = done.and_then([&] {
            return durable::write(m_allowed + QLatin1Char('/') + QString::fromStdString(address), "allowed\n");
        });
    }
    return done;
}

Done<void> FlagMaintenance::shutOut() { return durable::remove(m_allowed); }

bool FlagMaintenance::isUp() { return QFileInfo::exists(m_file); }

}  // namespace installers
