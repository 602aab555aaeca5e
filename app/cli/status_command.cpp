#include "app/cli/status_command.h"

#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/cli/question.h"
#include "app/cli/site_input.h"
#include "app/shared/run_page.h"

#include <QCoreApplication>

namespace cli {

namespace {

constexpr std::chrono::milliseconds watchInterval{1000};

struct StatusText {
    Q_DECLARE_TR_FUNCTIONS(StatusCommand)
};

/// Shows each new picture of the run: in its place on a terminal, below the last one on a pipe.
class Watch {
public:
    explicit Watch(Console& console) : m_console(console) {}
    void show(const installers::RunReport& report)
    {
        const QString text = app::writeText(app::statusPage(report), m_console.style());
        if (text == m_shown) {
            return;
        }
        if (!m_shown.isEmpty() && m_console.streams().outScreen == Screen::terminal) {
            m_console.answer(QStringLiteral("\x1b[%1A\x1b[J").arg(m_shown.count(QLatin1Char('\n'))));
        } else if (!m_shown.isEmpty()) {
            m_console.answer(QStringLiteral("\n"));
        }
        m_console.answer(text);
        m_shown = text;
    }

private:
    Console& m_console;
    QString m_shown;
};

}  // namespace

int status(const StatusOptions& options, Console& console)
{
    const SiteResult<planner::Site> site = readSiteFile(options.site);
    if (!site) {
        return tellSiteProblem(site.error(), "status", console);
    }
    Watch watch(console);
    std::optional<installers::RunReport> report = installers::report(*site);
    while (report && !console.failed()) {
        watch.show(*report);
        if (report->end != installers::RunEnd::busy) {
            return installers::exitCode(report->end);
        }
        if (!options.watch) {
            return code(Exit::done);
        }
        console.streams().sleep(watchInterval);
        report = installers::report(*site);
    }
    if (!report) {
        console.answer(StatusText::tr("This site was never upgraded by Cairn.") + QLatin1Char('\n'));
    }
    return code(Exit::done);
}

int report(const ReportOptions& options, Console& console)
{
    const Usage<Format> format =
        readFormat(options.output.format, {Format::text, Format::markdown, Format::html, Format::json});
    if (!format) {
        return tell({format.error().sentence, QStringLiteral("report")}, console);
    }
    const SiteResult<planner::Site> site = readSiteFile(options.site);
    if (!site) {
        return tellSiteProblem(site.error(), "report", console);
    }
    const std::optional<installers::RunReport> report = installers::report(*site);
    if (!report) {
        console.complain(StatusText::tr("This site was never upgraded by Cairn: there is nothing to report."));
        return code(Exit::invalidInput);
    }
    const QString text = *format == Format::json ? QString::fromUtf8(app::reportJson(*report))
                                                 : written(app::reportPage(*report), *format, console.style());
    return deliver(text, options.output.file, console).value_or(code(Exit::done));
}

}  // namespace cli
