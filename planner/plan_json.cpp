#include "planner/plan_json.h"

#include "catalog/names.h"
#include "planner/json_write.h"
#include "planner/spelling.h"

namespace planner {

using Json = nlohmann::ordered_json;

namespace {

Json jsonOf(const FactClass& answer)
{
    Json json;
    json["is"] = to_string(answer);
    json["give"] = answer.example;
    return json;
}

template <typename List>
Json listOf(const List& list);

Json jsonOf(const Question& question)
{
    Json json;
    json["fact"] = question.fact.text;
    json["subject"] = spelled(question.subject);
    json["type"] = catalog::nameOf(question.type);
    json["ask"] = question.ask;
    json["values"] = listOf(question.values);
    json["decides"] = planner::jsonOf(question.decides);
    return json;
}

Json orNull(const std::optional<Plan>& plan) { return plan ? planner::jsonOf(*plan) : Json(nullptr); }

Json jsonOf(const std::vector<Fall>& falls)
{
    Json json = Json::object();
    for (const Fall& fall : falls) {
        Json classes = Json::array();
        for (const FactClass& answer : fall.classes)
            classes.push_back(to_string(answer));
        json[fall.fact.text] = std::move(classes);
    }
    return json;
}

Json jsonOf(const Answered& answered)
{
    Json json;
    json["answers"] = listOf(answered.ways);
    json["outcome"] = to_string(answered.kind);
    json["plan"] = orNull(answered.plan);
    return json;
}

Json jsonOf(const Remedy& remedy)
{
    Json json;
    json["kind"] = spelled(remedy.kind);
    json["subject"] = remedy.subject;
    json["value"] = remedy.value;
    if (!remedy.at.text.empty())
        json["at"] = remedy.at.text;
    json["option"] = remedy.option;
    if (remedy.note != catalog::Note{})
        json["note"] = planner::jsonOf(remedy.note);
    json["plan"] = orNull(remedy.plan);
    return json;
}

Json jsonOf(const catalog::Place& place)
{
    Json json;
    json["file"] = place.file;
    json["line"] = place.line;
    json["column"] = place.column;
    return json;
}

Json jsonOf(const catalog::Error& error)
{
    Json json;
    json["code"] = spelled(error.code);
    json["place"] = jsonOf(error.place);
    json["subject"] = error.subject;
    json["expected"] = error.expected;
    if (error.related != catalog::Place{})
        json["related"] = jsonOf(error.related);
    return json;
}

template <typename List>
Json listOf(const List& list)
{
    Json json = Json::array();
    for (const auto& item : list)
        json.push_back(jsonOf(item));
    return json;
}

}  // namespace

Json jsonOf(const catalog::Trust& trust)
{
    Json json;
    json["state"] = spelled(trust.state);
    json["key"] = trust.key ? Json(trust.key->text()) : Json(nullptr);
    if (trust.key) {
        json["form"] = trust.form == catalog::SignatureForm::legacy ? "legacy" : "prehashed";
        json["comment"] = trust.comment;
    }
    return json;
}

std::string toJson(const Outcome& outcome)
{
    Json json;
    if (outcome.plan) {
        json = planner::jsonOf(*outcome.plan);
        json.erase("digest");
    } else {
        json["format"] = "cairn-plan/1";
        json["outcome"] = "";
        json["product"] = outcome.product.text;
        json["site"] = outcome.site;
        json["from"] = outcome.from.text;
        json["to"] = outcome.to.text;
        json["catalog"] = planner::jsonOf(outcome.catalog);
        json["hops"] = Json::array();
        json["steps"] = Json::array();
        json["risks"] = Json::array();
    }
    json["outcome"] = to_string(outcome.kind);
    json["questions"] = listOf(outcome.questions);
    json["blockers"] = planner::jsonOf(outcome.blockers);
    json["remedies"] = listOf(outcome.remedies);
    if (outcome.kind == OutcomeKind::blocked)
        json["farthest"] = orNull(outcome.farthest);
    if (outcome.kind == OutcomeKind::needsAnswers) {
        json["answered"] = listOf(outcome.answered);
        json["results"] = outcome.results;
        json["all_tried"] = outcome.allTried;
        json["whatever"] = orNull(outcome.whatever);
    }
    if (!outcome.errors.empty())
        json["errors"] = listOf(outcome.errors);
    if (outcome.trust)
        json["trust"] = jsonOf(*outcome.trust);
    if (outcome.plan)
        json["digest"] = outcome.plan->digest.text();
    return textOf(json, 2) + "\n";
}

}  // namespace planner
