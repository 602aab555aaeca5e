#include "planner/rules/schema.h"

#include <algorithm>

namespace planner {

using catalog::Truth;

Truth backportAllowed(Situation& situation, const HopQuery& hop, std::vector<catalog::FactName>* undecided)
{
    Truth allowed = Truth::no;
    for (const CompiledRule* rule : rulesFor(situation.day().allows, hop)) {
        if (!std::get<catalog::AllowRule>(rule->rule->body).backport || !rule->matches(hop.from, hop.to))
            continue;
        const Truth holds = situation.truth(rule->when, hop.before);
        if (holds == Truth::unknown && undecided != nullptr)
            *undecided = situation.undecided(rule->when, hop.before);
        allowed = std::max(allowed, holds);
    }
    return allowed;
}

namespace {

Truth compareMigrations(const Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    if (situation.model.includesMigrations(hop.to, hop.from))
        return Truth::yes;
    if (reasons != nullptr) {
        Reason reason = reasonAbout(situation, hop, RuleKind::schema, ReasonCode::migrationsMissing);
        if (hop.detail == Detail::full)
            reason.names = situation.model.missingMigrations(hop.to, hop.from);
        reasons->push_back(std::move(reason));
    }
    return Truth::no;
}

Truth compareDates(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    const catalog::Catalog& catalog = situation.model.catalog;
    const catalog::Release& a = situation.model.at(hop.from);
    const catalog::Release& b = situation.model.at(hop.to);
    if (a.line == b.line || !a.date || !b.date || *a.date <= *b.date)
        return Truth::yes;
    if (catalog.backports == catalog::Backports::free || catalog.policy == catalog::Policy::closed)
        return Truth::yes;
    std::vector<catalog::FactName> undecided;
    const Truth allowed = backportAllowed(situation, hop, reasons == nullptr ? nullptr : &undecided);
    if (allowed != Truth::yes && reasons != nullptr) {
        Reason reason = reasonAbout(situation, hop, RuleKind::schema, ReasonCode::olderAcrossLines);
        reason.names = {catalog::to_string(*a.date), catalog::to_string(*b.date)};
        reason.facts = std::move(undecided);
        reasons->push_back(std::move(reason));
    }
    return allowed;
}

}  // namespace

Truth checkSchema(Situation& situation, const HopQuery& hop, std::vector<Reason>* reasons)
{
    if (hop.to <= hop.from)
        return Truth::yes;
    const Model& model = situation.model;
    if (model.lineListsMigrations[model.releases[hop.from].line] &&
        model.lineListsMigrations[model.releases[hop.to].line])
        return compareMigrations(situation, hop, reasons);
    const catalog::Release& a = model.at(hop.from);
    const catalog::Release& b = model.at(hop.to);
    Truth answer = Truth::yes;
    if (a.schema && b.schema && *b.schema < *a.schema) {
        if (reasons != nullptr) {
            Reason reason = reasonAbout(situation, hop, RuleKind::schema, ReasonCode::schemaBehind);
            reason.numbers = {a.schema->value, b.schema->value};
            reasons->push_back(std::move(reason));
        }
        answer = Truth::no;
    }
    return std::min(answer, compareDates(situation, hop, reasons));
}

}  // namespace planner
