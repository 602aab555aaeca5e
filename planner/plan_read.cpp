#include "catalog/reader.h"
#include "planner/plan_json.h"
#include "planner/spelling.h"

#include <limits>

namespace planner {

using catalog::ErrorCode;
using catalog::MapReader;
using catalog::Node;
using catalog::Report;

namespace {

constexpr const char* formatRead = "cairn-plan/1";

/// A text that may be empty.
void readAny(MapReader& reader, std::string_view key, std::string& target)
{
    const Node* node = reader.find(key);
    if (node == nullptr)
        return;
    if (node->kind == Node::Kind::scalar)
        target = node->text;
    else
        reader.report().add(ErrorCode::wrongKind, node->place, catalog::described(*node), {"a text"});
}

template <typename Enum>
void readSpelled(MapReader& reader, std::string_view key, Enum& target)
{
    const Node* node = reader.require(key);
    if (node == nullptr)
        return;
    if (const std::optional<Enum> value = unspelled<Enum>(node->text)) {
        target = *value;
        return;
    }
    std::vector<std::string> expected;
    for (const auto& [value, text] : spellingOf(Enum()))
        expected.emplace_back(text);
    reader.report().add(ErrorCode::badValue, node->place, node->text, std::move(expected));
}

std::optional<std::int64_t> readNumber(MapReader& reader, std::string_view key)
{
    const Node* node = reader.find(key);
    if (node == nullptr)
        return std::nullopt;
    return catalog::readInteger(*node, reader.report(), std::numeric_limits<std::int64_t>::min(),
                                std::numeric_limits<std::int64_t>::max());
}

std::optional<catalog::Seconds> readSeconds(MapReader& reader, std::string_view key)
{
    if (const std::optional<std::int64_t> number = readNumber(reader, key))
        return catalog::Seconds{*number};
    return std::nullopt;
}

template <typename Function>
void forEach(MapReader& reader, std::string_view key, const Function& function)
{
    const Node* node = reader.find(key);
    if (node == nullptr)
        return;
    if (node->kind != Node::Kind::list) {
        reader.report().add(ErrorCode::wrongKind, node->place, catalog::described(*node), {"a list"});
        return;
    }
    for (const Node& item : node->items)
        function(item);
}

template <typename Name>
void readNames(MapReader& reader, std::string_view key, std::vector<Name>& target)
{
    forEach(reader, key, [&](const Node& item) { target.push_back(Name{item.text}); });
}

Reason readReason(const Node& node, Report& report)
{
    Reason reason;
    MapReader reader(node, report);
    readSpelled(reader, "code", reason.code);
    readSpelled(reader, "rule", reason.rule);
    readAny(reader, "from", reason.from.text);
    readAny(reader, "to", reason.to.text);
    readAny(reader, "id", reason.id);
    readNames(reader, "releases", reason.releases);
    readNames(reader, "sources", reason.sources);
    readNames(reader, "facts", reason.facts);
    forEach(reader, "names", [&](const Node& item) { reason.names.push_back(item.text); });
    forEach(reader, "numbers", [&](const Node& item) {
        reason.numbers.push_back(catalog::readInteger(item, report, std::numeric_limits<std::int64_t>::min(),
                                                      std::numeric_limits<std::int64_t>::max())
                                     .value_or(0));
    });
    readAny(reader, "text", reason.text);
    if (const Node* note = reader.find("note")) {
        MapReader inner(*note, report);
        readAny(inner, "reason", reason.note.reason);
        readAny(inner, "url", reason.note.url);
        readAny(inner, "remedy", reason.note.remedy);
        inner.finish();
    }
    reader.finish();
    return reason;
}

void readReasons(MapReader& reader, std::string_view key, std::vector<Reason>& target)
{
    forEach(reader, key, [&](const Node& item) { target.push_back(readReason(item, reader.report())); });
}

Hop readHop(const Node& node, Report& report)
{
    Hop hop;
    MapReader reader(node, report);
    reader.requireText("from", hop.from.text);
    reader.requireText("to", hop.to.text);
    readSpelled(reader, "mode", hop.mode);
    readReasons(reader, "why", hop.why);
    hop.downtime = readSeconds(reader, "downtime_s");
    hop.duration = readSeconds(reader, "duration_s");
    hop.restore = readSeconds(reader, "restore_s");
    readSpelled(reader, "rollback", hop.rollback);
    readAny(reader, "point_of_no_return", hop.pointOfNoReturn);
    readAny(reader, "grade", hop.grade.text);
    reader.boolean("downgrade", hop.downgrade);
    readNames(reader, "checkpoints", hop.checkpoints);
    readNames(reader, "accepted_risks", hop.acceptedRisks);
    readReasons(reader, "mode_reasons", hop.modeReasons);
    readReasons(reader, "why_not_later", hop.whyNotLater);
    reader.finish();
    return hop;
}

PlannedStep readStep(const Node& node, std::size_t hops, Report& report)
{
    PlannedStep step;
    MapReader reader(node, report);
    readSpelled(reader, "kind", step.kind);
    if (const Node* hop = reader.require("hop")) {
        const auto last = static_cast<std::int64_t>(hops) - 1;
        step.hop = static_cast<std::size_t>(catalog::readInteger(*hop, report, 0, last).value_or(0));
    }
    reader.requireText("release", step.release.text);
    reader.requireText("id", step.id);
    if (step.kind == PlannedStep::Kind::component) {
        ComponentChange change;
        change.component.text = step.id;
        change.at = step.release;
        reader.requireText("from", change.from.text);
        reader.requireText("to", change.to.text);
        change.downtime = readSeconds(reader, "downtime_s");
        step.component = std::move(change);
    } else if (reader.require("phase") != nullptr) {
        reader.choice("phase", step.phase);
    }
    reader.finish();
    return step;
}

void readEstimate(MapReader& reader, std::string_view key, Estimate& estimate)
{
    const Node* node = reader.find(key);
    if (node == nullptr)
        return;
    MapReader inner(*node, reader.report());
    estimate.sum = readSeconds(inner, "sum_s").value_or(catalog::Seconds{0});
    estimate.missing = static_cast<int>(readNumber(inner, "missing").value_or(0));
    inner.finish();
}

void readDigest(MapReader& reader, std::string_view key, catalog::Digest& target)
{
    std::string text;
    readAny(reader, key, text);
    if (text.empty())
        return;
    if (const std::optional<catalog::Digest> digest = catalog::Digest::read(text))
        target = *digest;
    else
        reader.report().add(ErrorCode::badValue, reader.placeOf(key), text, {"sha256: and 64 hexadecimal digits"});
}

void readReference(MapReader& reader, CatalogReference& reference)
{
    const Node* node = reader.require("catalog");
    if (node == nullptr)
        return;
    MapReader inner(*node, reader.report());
    reference.sequence = readNumber(inner, "sequence");
    readDigest(inner, "digest", reference.digest);
    readAny(inner, "path", reference.path);
    inner.finish();
}

void readTop(MapReader& reader, Plan& plan)
{
    Report& report = reader.report();
    const Node* format = reader.require("format");
    if (format != nullptr && format->text != formatRead)
        report.add(ErrorCode::formatVersion, format->place, format->text, {formatRead});
    const Node* outcome = reader.require("outcome");
    const std::string path = to_string(OutcomeKind::path);
    const std::string stops = to_string(OutcomeKind::stopsNeeded);
    if (outcome != nullptr && outcome->text != path && outcome->text != stops)
        report.add(ErrorCode::badValue, outcome->place, outcome->text, {path, stops});
    reader.requireText("product", plan.product.text);
    readAny(reader, "site", plan.site);
    reader.requireText("from", plan.from.text);
    reader.requireText("to", plan.to.text);
    readReference(reader, plan.catalog);
    reader.date("as_of", plan.asOf);
    readEstimate(reader, "downtime", plan.downtime);
    readEstimate(reader, "duration", plan.duration);
    if (reader.require("hops") != nullptr)
        forEach(reader, "hops", [&](const Node& item) { plan.hops.push_back(readHop(item, report)); });
    forEach(reader, "steps", [&](const Node& item) { plan.steps.push_back(readStep(item, plan.hops.size(), report)); });
    readReasons(reader, "risks", plan.risks);
    readReasons(reader, "assumptions", plan.assumptions);
    if (reader.require("digest") != nullptr)
        readDigest(reader, "digest", plan.digest);
    for (const char* key : {"questions", "blockers", "remedies", "schedule", "trust"})
        reader.know(key);
}

}  // namespace

catalog::Checked<Plan> readPlan(const std::string& text, const std::string& file)
{
    const catalog::Checked<Node> document = catalog::readYaml(text, file);
    if (!document)
        return tl::make_unexpected(document.error());
    Plan plan;
    Report report;
    MapReader reader(*document, report);
    if (reader.isMap()) {
        readTop(reader, plan);
        reader.finish();
    }
    if (!report.good())
        return tl::make_unexpected(report.take());
    return plan;
}

}  // namespace planner
