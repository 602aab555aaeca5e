#include "app/cli/catalog_command.h"

#include "app/cli/catalog_input.h"
#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/cli/schema_findings.h"
#include "app/shared/catalog_page.h"
#include "app/shared/error_text.h"
#include "app/shared/finding_text.h"
#include "app/shared/mending_text.h"
#include "app/shared/reason_text.h"
#include "app/shared/terminal_safe.h"
#include "catalog/check.h"
#include "catalog/load.h"
#include "catalog/lookup.h"
#include "planner/lint_causes.h"
#include "planner/linter.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>

namespace cli {

namespace {

struct CatalogText {
    Q_DECLARE_TR_FUNCTIONS(CatalogCommand)
};

/// The catalog, or the exit code when there is none; what is wrong has been told then.
tl::expected<catalog::Loaded, int> read(const QString& path, Console& console)
{
    if (path.isEmpty()) {
        return tl::unexpected(
            tell({CatalogText::tr("Which catalog? Name it with --catalog PATH."), QStringLiteral("catalog")}, console));
    }
    catalog::Checked<catalog::Loaded> loaded = loadCatalog(path);
    if (!loaded) {
        console.complain(loaded.error());
        return tl::unexpected(code(Exit::invalidInput));
    }
    return std::move(*loaded);
}

/// FILE:LINE:COLUMN: kind: what there is to say.
QString placedLine(const catalog::Place& place, const QString& kind, const QString& sentences)
{
    const QString text = QStringLiteral("%1: %2").arg(kind, sentences);
    const QString where = app::placeText(place);
    return app::terminalSafe(where.isEmpty() ? text : QStringLiteral("%1: %2").arg(where, text)) + QLatin1Char('\n');
}

/// What refuses the way of stranded releases, each reason with its place and what would mend it.
QString reasonLines(const std::vector<planner::Reason>& reasons)
{
    QString lines;
    for (const planner::Reason& reason : reasons) {
        const QString mending = app::mending(reason);
        const QString sentences = mending.isEmpty() ? app::sentence(reason)
                                                    //: Two whole sentences: what refuses a hop, and what would mend it.
                                                    : CatalogText::tr("%1 %2").arg(app::sentence(reason), mending);
        //: Stands before what causes the finding of the line above.
        lines += placedLine(reason.place, CatalogText::tr("reason"), sentences);
    }
    return lines;
}

/// What refuses the way of stranded releases. Each costs a search with remedies, so of many only the first are asked.
class StrandedReasons {
public:
    StrandedReasons(const catalog::Loaded& loaded, catalog::Date day) : m_loaded(loaded), m_day(day) {}

    QString linesFor(const catalog::Finding& finding)
    {
        if (m_asked++ >= mostAsked) {
            return {};
        }
        if (!m_planner) {
            m_planner.emplace(m_loaded);
        }
        return reasonLines(planner::strandedBy(finding, m_loaded.catalog, *m_planner, m_day));
    }

private:
    static constexpr int mostAsked = 50;

    const catalog::Loaded& m_loaded;
    catalog::Date m_day;
    std::optional<planner::Planner> m_planner;
    int m_asked = 0;
};

/// Of the reader's and the planner's checks, and of the scripts; the worst first, then as they stand in the files.
std::vector<catalog::Finding> allFindings(const catalog::Loaded& loaded, catalog::Date today, Console& console)
{
    std::vector<catalog::Finding> findings = catalog::check(loaded.catalog, today);
    std::vector<catalog::Finding> planned = planner::lint(loaded, today);
    std::move(planned.begin(), planned.end(), std::back_inserter(findings));
    std::vector<catalog::Finding> read = schemaFindings(loaded, console);
    std::move(read.begin(), read.end(), std::back_inserter(findings));
    std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
        return std::tie(b.severity, a.place.file, a.place.line) < std::tie(a.severity, b.place.file, b.place.line);
    });
    return findings;
}

catalog::Date today(const QDateTime& now) { return *catalog::readDate(now.date().toString(Qt::ISODate).toStdString()); }

}  // namespace

int catalogCheck(const CatalogCheckOptions& options, Console& console)
{
    const auto loaded = read(options.catalog, console);
    if (!loaded) {
        return loaded.error();
    }
    const catalog::Date day = today(console.streams().now());
    const std::vector<catalog::Finding> findings = allFindings(*loaded, day, console);
    StrandedReasons reasons(*loaded, day);
    for (const catalog::Finding& finding : findings) {
        console.answer(placedLine(finding.place, app::severityText(finding.severity), app::sentence(finding)));
        if (finding.code == catalog::FindingCode::stranded) {
            console.answer(reasons.linesFor(finding));
        }
    }
    const int releases = static_cast<int>(loaded->catalog.releases.size());
    const QString summary =
        findings.empty()
            ? CatalogText::tr("%1: %n release(s), nothing found.", nullptr, releases).arg(options.catalog)
            //: %2 is "3 findings" in your language; %n counts releases.
            : CatalogText::tr("%1: %n release(s), %2.", nullptr, releases)
                  .arg(options.catalog, CatalogText::tr("%n finding(s)", nullptr, static_cast<int>(findings.size())));
    console.answer(summary + QLatin1Char('\n'));
    return code(options.strict && !findings.empty() ? Exit::findings : Exit::done);
}

int catalogShow(const CatalogShowOptions& options, Console& console)
{
    const Usage<Format> format = readFormat(options.output.format, {Format::text, Format::markdown, Format::html});
    if (!format) {
        return tell({format.error().sentence, QStringLiteral("catalog show")}, console);
    }
    const auto loaded = read(options.catalog, console);
    if (!loaded) {
        return loaded.error();
    }
    if (options.release.isNull()) {
        return deliver(written(app::catalogPage(*loaded, today(console.streams().now())), *format, console.style()),
                       options.output.file, console)
            .value_or(code(Exit::done));
    }
    const catalog::Result<catalog::ReleaseIndex> release =
        catalog::findRelease(loaded->catalog, options.release.toStdString());
    if (!release) {
        console.complain(release.error());
        return code(Exit::invalidInput);
    }
    return deliver(written(app::releasePage(loaded->catalog, *release, today(console.streams().now())), *format,
                           console.style()),
                   options.output.file, console)
        .value_or(code(Exit::done));
}

int catalogCompile(const CatalogCompileOptions& options, Console& console)
{
    if (options.file.isEmpty()) {
        return tell({CatalogText::tr("Where to? Name the file to write with -o FILE, such as -o ledger.cairn."),
                     QStringLiteral("catalog compile")},
                    console);
    }
    const auto loaded = read(options.catalog, console);
    if (!loaded) {
        return loaded.error();
    }
    if (const catalog::Result<void> done = catalog::compile(loaded->catalog, options.file.toStdString()); !done) {
        console.complain(done.error());
        return code(Exit::internalError);
    }
    console.answer(CatalogText::tr("%1: %n release(s), %2", nullptr, static_cast<int>(loaded->catalog.releases.size()))
                       .arg(options.file, QString::fromStdString(loaded->digest.text())) +
                   QLatin1Char('\n'));
    return code(Exit::done);
}

int catalogExport(const CatalogExportOptions& options, Console& console)
{
    const auto loaded = read(options.catalog, console);
    if (!loaded) {
        return loaded.error();
    }
    return deliver(QString::fromStdString(catalog::exportYaml(loaded->catalog)), options.file, console)
        .value_or(code(Exit::done));
}

}  // namespace cli
