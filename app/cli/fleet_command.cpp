#include "app/cli/fleet_command.h"

#include "app/cli/answer_stream.h"
#include "app/cli/catalog_input.h"
#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/cli/site_input.h"
#include "app/cli/useless_input.h"
#include "app/shared/error_text.h"
#include "app/shared/fleet_page.h"
#include "app/shared/plan_page.h"
#include "planner/fleet.h"
#include "planner/fleet_paths.h"
#include "planner/json_write.h"

#include <QCoreApplication>
#include <fstream>

namespace cli {

namespace {

struct FleetText {
    Q_DECLARE_TR_FUNCTIONS(FleetCommand)
};

/// Writes the rows in one of the formats, as they come.
class FleetWriter {
public:
    FleetWriter(AnswerStream& out, Format format) : m_out(out), m_format(format)
    {
        if (format == Format::csv) {
            m_out.write(planner::fleetCsvHeader());
        } else if (format == Format::json) {
            m_out.write("{\"format\":\"cairn-fleet/1\",\"sites\":[");
        } else {
            writeColumns("SITE", "VERSION", "TARGET", "OUTCOME", "HOPS", "PATH");
        }
    }

    void row(const planner::FleetRow& row)
    {
        if (m_format == Format::csv) {
            m_line.clear();
            planner::appendFleetCsv(m_line, row);
            m_out.write(m_line);
        } else if (m_format == Format::json) {
            writeJson(row);
        } else {
            writeTable(row);
        }
    }

    void end(const planner::FleetSummary& summary)
    {
        if (m_format != Format::json) {
            return;
        }
        nlohmann::ordered_json json;
        json["sites"] = summary.sites;
        json["broken"] = summary.broken;
        json["outcomes"] = nlohmann::ordered_json::object();
        for (const auto& [kind, sites] : summary.outcomes) {
            json["outcomes"][planner::to_string(kind)] = sites;
        }
        json["stops"] = nlohmann::ordered_json::array();
        for (const planner::FleetSummary::Stop& stop : summary.stops) {
            json["stops"].push_back(
                {{"release", stop.release.text}, {"checkpoints", texts(stop.checkpoints)}, {"sites", stop.sites}});
        }
        json["stranded"] = nlohmann::ordered_json::array();
        for (const planner::FleetSummary::Stranded& stranded : summary.stranded) {
            json["stranded"].push_back({{"outcome", planner::to_string(stranded.kind)},
                                        {"versions", texts(stranded.versions)},
                                        {"names", stranded.names},
                                        {"sites", stranded.sites},
                                        {"reasons", planner::jsonOf(stranded.reasons)}});
        }
        json["questions"] = nlohmann::ordered_json::array();
        for (const planner::FleetSummary::Open& open : summary.questions) {
            json["questions"].push_back({{"fact", open.fact.text}, {"sites", open.sites}});
        }
        m_out.write(m_rows > 0 ? "\n],\"summary\":" : "],\"summary\":");
        m_out.write(planner::textOf(json));
        m_out.write("}\n");
    }

private:
    template <typename Named>
    static std::vector<std::string> texts(const std::vector<Named>& named)
    {
        std::vector<std::string> result;
        result.reserve(named.size());
        for (const Named& one : named) {
            result.push_back(one.text);
        }
        return result;
    }

    void writeJson(const planner::FleetRow& row)
    {
        m_out.write(m_rows++ > 0 ? ",\n" : "\n");
        nlohmann::ordered_json json;
        json["line"] = row.line;
        json["site"] = row.site;
        json["version"] = row.version;
        if (row.answer != nullptr) {
            json["target"] = row.answer->to.text;
            json["outcome"] = planner::to_string(row.answer->kind);
            json["path"] = texts(row.answer->path());
        } else {
            json["outcome"] = planner::to_string(planner::OutcomeKind::invalidInput);
        }
        m_out.write(planner::textOf(json));
    }

    void writeTable(const planner::FleetRow& row)
    {
        if (row.answer == nullptr) {
            return;
        }
        m_path.clear();
        const std::vector<catalog::Version> path = row.answer->path();
        for (const catalog::Version& release : path) {
            m_path += m_path.empty() ? "" : " > ";
            m_path += release.text;
        }
        const std::string hops = path.empty() ? "" : std::to_string(path.size() - 1);
        writeColumns(row.site, row.version, row.answer->to.text, planner::to_string(row.answer->kind), hops, m_path);
    }

    /// Columns of fixed widths: a stream cannot know the widest cell that is to come. A longer one moves its own row.
    void writeColumns(std::string_view site, std::string_view version, std::string_view target,
                      std::string_view outcome, std::string_view hops, std::string_view path)
    {
        m_line.clear();
        appendPadded(site, 24);
        appendPadded(version, 10);
        appendPadded(target, 10);
        appendPadded(outcome, 14);
        appendPadded(hops, 4);
        m_line += path;
        m_line.erase(m_line.find_last_not_of(' ') + 1);
        m_line += '\n';
        m_out.write(m_line);
    }

    void appendPadded(std::string_view cell, std::size_t width)
    {
        std::size_t shown = 0;
        for (const char byte : cell) {
            const auto value = static_cast<unsigned char>(byte);
            m_line += value < 0x20 || value == 0x7F ? '?' : byte;
            shown += (value & 0xC0U) == 0x80 ? 0 : 1;
        }
        m_line.append(shown < width ? width - shown : 0, ' ');
        m_line += "  ";
    }

    AnswerStream& m_out;
    Format m_format;
    std::size_t m_rows = 0;
    std::string m_line;
    std::string m_path;
};

struct FleetQuestion {
    Format format = Format::table;
    planner::Goal goal;
};

Usage<FleetQuestion> readFleetQuestion(const FleetOptions& options, const Console& console)
{
    const Usage<Format> format = readFormat(options.output.format, {Format::table, Format::json, Format::csv});
    if (!format) {
        return tl::unexpected(format.error());
    }
    if (options.catalog.isEmpty()) {
        return usageError(FleetText::tr("Which catalog? Name it with --catalog PATH."));
    }
    if (options.sites.isEmpty()) {
        return usageError(FleetText::tr("Which sites? Name their table with --sites FILE.csv. Its first row names the "
                                        "columns, at least: site,version"));
    }
    const Usage<planner::Goal> goal = makeGoal(options.goal, console.streams().now());
    if (!goal) {
        return tl::unexpected(goal.error());
    }
    return FleetQuestion{*format, *goal};
}

bool isStrict(const planner::FleetSummary& summary)
{
    return summary.broken > 0 || !summary.stranded.empty() ||
           summary.outcomes.count(planner::OutcomeKind::invalidInput) > 0;
}

int tellFleetErrors(const catalog::Errors& errors, Console& console)
{
    console.complain(errors);
    return code(Exit::invalidInput);
}

}  // namespace

int fleet(const FleetOptions& options, Console& console)
{
    const Usage<FleetQuestion> question = readFleetQuestion(options, console);
    if (!question) {
        return tell({question.error().sentence, QStringLiteral("fleet")}, console);
    }
    const auto trusted = loadTrustedCatalog(options.catalog, catalog::LoadScope::planning, options.trust, console);
    if (!trusted) {
        console.complain(trusted.error().errors);
        return planner::exitCode(trusted.error().kind);
    }
    const catalog::Loaded* const loaded = &trusted->loaded;
    const SiteResult<planner::Site> site = makeFleetSite(options.site, loaded->catalog);
    if (!site) {
        if (const auto* usage = std::get_if<UsageError>(&site.error())) {
            return tell({usage->sentence, QStringLiteral("fleet")}, console);
        }
        return tellFleetErrors(std::get<SiteProblem>(site.error()).errors, console);
    }
    const std::string file = options.sites.toStdString();
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return tellFleetErrors({{catalog::ErrorCode::fileMissing, {file, 0, 0}, {}, {}, {}}}, console);
    }
    warnTrust(*trusted, console);
    warnUseless(*site, question->goal, loaded->catalog, console);
    const planner::Planner planner(*loaded);
    planner::PathSearch search(*loaded, planner);
    AnswerStream out(console, options.output.file);
    if (!out.isOpen()) {
        return out.finish().value_or(code(Exit::internalError));
    }
    std::optional<FleetWriter> writer;
    const auto summary = planner::planFleet(
        loaded->catalog, search, {*site, question->goal}, in, file, [&](const planner::FleetRow& row) {
            if (!writer) {
                writer.emplace(out, question->format);
            }
            const bool invalid = row.answer != nullptr && row.answer->kind == planner::OutcomeKind::invalidInput;
            if (row.problem) {
                console.complain(*row.problem);
            } else if (invalid) {
                for (catalog::Error error : row.answer->errors) {
                    error.place = {file, static_cast<int>(row.line), 0};
                    console.complain(error);
                }
            }
            writer->row(row);
        });
    if (!summary) {
        out.discard();
        return tellFleetErrors(summary.error(), console);
    }
    if (!writer) {
        writer.emplace(out, question->format);
    }
    writer->end(*summary);
    if (const std::optional<int> failed = out.finish()) {
        return *failed;
    }
    const catalog::Product& product = loaded->catalog.product;
    const app::Page page =
        app::fleetSummaryPage(*summary, QString::fromStdString(product.name.empty() ? product.id.text : product.name));
    if (question->format == Format::table && options.output.file.isEmpty()) {
        console.answer(QStringLiteral("\n"));
        console.answer(page);
    } else {
        console.progress(app::writeText(page, console.style()));
    }
    return code(options.strict && isStrict(*summary) ? Exit::findings : Exit::done);
}

}  // namespace cli
