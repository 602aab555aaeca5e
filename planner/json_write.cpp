#include "planner/json_write.h"

#include "catalog/names.h"
#include "planner/spelling.h"

namespace planner {

using Json = nlohmann::ordered_json;

namespace {

template <typename Names>
Json textsOf(const Names& names)
{
    Json list = Json::array();
    for (const auto& name : names)
        list.push_back(name.text);
    return list;
}

void put(Json& json, const char* key, const std::optional<catalog::Seconds>& time)
{
    if (time)
        json[key] = time->count();
    else
        json[key] = nullptr;
}

/// An object with room: without it the library copies what is there each time it grows.
Json objectOf(std::size_t members)
{
    Json json = Json::object();
    json.get_ref<Json::object_t&>().reserve(members);
    return json;
}

Json jsonOf(const Hop& hop)
{
    Json json = objectOf(15);
    json["from"] = hop.from.text;
    json["to"] = hop.to.text;
    json["mode"] = spelled(hop.mode);
    json["why"] = jsonOf(hop.why);
    put(json, "downtime_s", hop.downtime);
    put(json, "duration_s", hop.duration);
    put(json, "restore_s", hop.restore);
    json["rollback"] = spelled(hop.rollback);
    json["point_of_no_return"] = hop.pointOfNoReturn;
    json["grade"] = hop.grade.text;
    json["downgrade"] = hop.downgrade;
    json["checkpoints"] = textsOf(hop.checkpoints);
    json["accepted_risks"] = textsOf(hop.acceptedRisks);
    json["mode_reasons"] = jsonOf(hop.modeReasons);
    json["why_not_later"] = jsonOf(hop.whyNotLater);
    return json;
}

Json jsonOf(const PlannedStep& step)
{
    Json json;
    json["kind"] = spelled(step.kind);
    json["hop"] = step.hop;
    json["release"] = step.release.text;
    json["id"] = step.id;
    if (!step.component) {
        json["phase"] = catalog::nameOf(step.phase);
        return json;
    }
    json["from"] = step.component->from.text;
    json["to"] = step.component->to.text;
    put(json, "downtime_s", step.component->downtime);
    return json;
}

Json jsonOf(const Estimate& estimate)
{
    Json json;
    json["sum_s"] = estimate.sum.count();
    json["missing"] = estimate.missing;
    return json;
}

}  // namespace

Json jsonOf(const catalog::Note& note)
{
    Json json = Json::object();
    if (!note.reason.empty())
        json["reason"] = note.reason;
    if (!note.url.empty())
        json["url"] = note.url;
    if (!note.remedy.empty())
        json["remedy"] = note.remedy;
    return json;
}

Json jsonOf(const Reason& reason)
{
    Json json = objectOf(8);
    json["code"] = spelled(reason.code);
    json["rule"] = spelled(reason.rule);
    const auto text = [&json](const char* key, const std::string& value) {
        if (!value.empty())
            json[key] = value;
    };
    text("from", reason.from.text);
    text("to", reason.to.text);
    text("id", reason.id);
    if (!reason.releases.empty())
        json["releases"] = textsOf(reason.releases);
    if (!reason.sources.empty())
        json["sources"] = textsOf(reason.sources);
    if (!reason.facts.empty())
        json["facts"] = textsOf(reason.facts);
    if (!reason.names.empty())
        json["names"] = reason.names;
    if (!reason.numbers.empty())
        json["numbers"] = reason.numbers;
    text("text", reason.text);
    if (reason.note != catalog::Note{})
        json["note"] = jsonOf(reason.note);
    return json;
}

Json jsonOf(const std::vector<Reason>& reasons)
{
    Json list = Json::array();
    list.get_ref<Json::array_t&>().reserve(reasons.size());
    for (const Reason& reason : reasons)
        list.push_back(jsonOf(reason));
    return list;
}

Json jsonOf(const CatalogReference& reference, Part part)
{
    Json json;
    if (reference.sequence)
        json["sequence"] = *reference.sequence;
    else
        json["sequence"] = nullptr;
    json["digest"] = reference.digest.text();
    if (part == Part::whole && !reference.path.empty())
        json["path"] = reference.path;
    return json;
}

Json jsonOf(const Plan& plan, Part part)
{
    Json json;
    json["format"] = "cairn-plan/1";
    json["outcome"] = "path";
    json["product"] = plan.product.text;
    json["site"] = plan.site;
    json["from"] = plan.from.text;
    json["to"] = plan.to.text;
    json["catalog"] = jsonOf(plan.catalog, part);
    if (plan.asOf)
        json["as_of"] = catalog::to_string(*plan.asOf);
    json["downtime"] = jsonOf(plan.downtime);
    json["duration"] = jsonOf(plan.duration);
    json["hops"] = Json::array();
    for (const Hop& hop : plan.hops)
        json["hops"].push_back(jsonOf(hop));
    json["steps"] = Json::array();
    for (const PlannedStep& step : plan.steps)
        json["steps"].push_back(jsonOf(step));
    json["risks"] = jsonOf(plan.risks);
    json["assumptions"] = jsonOf(plan.assumptions);
    if (part == Part::whole)
        json["digest"] = plan.digest.text();
    return json;
}

catalog::Digest digestOf(const Plan& plan) { return catalog::Digest::of(textOf(jsonOf(plan, Part::digested))); }

}  // namespace planner
