#include "planner/hop_cost.h"

#include "planner/disk_space.h"
#include "planner/hop_mode.h"
#include "planner/rules/risk.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace planner {

using catalog::Seconds;
using catalog::Truth;

namespace {

/// The target's times; those that a rule gives replace them.
catalog::Times declaredTimes(const Model& model, Rank to, const CompiledRule* rule)
{
    catalog::Times times = model.at(to).times;
    if (rule == nullptr)
        return times;
    const catalog::Times& given = std::get<catalog::AllowRule>(rule->rule->body).times;
    const auto replace = [](std::optional<Seconds>& time, const std::optional<Seconds>& by) {
        if (by)
            time = by;
    };
    replace(times.downtime, given.downtime);
    replace(times.downtimePerGb, given.downtimePerGb);
    replace(times.duration, given.duration);
    replace(times.restore, given.restore);
    replace(times.restorePerGb, given.restorePerGb);
    return times;
}

void addTimes(const HopTimes& times, const CostOrder& order, Cost& cost)
{
    order.at(cost, Term::downtimeMissing) += times.downtime ? 0 : 1;
    order.at(cost, Term::downtime) += times.downtime.value_or(Seconds{0}).count();
    order.at(cost, Term::durationMissing) += times.duration ? 0 : 1;
    order.at(cost, Term::duration) += times.duration.value_or(Seconds{0}).count();
}

/// Downtime and duration of the migrations of the releases that the hop skips.
std::pair<Seconds, Seconds> skippedMigrations(const Situation& situation, const HopQuery& hop,
                                              std::optional<double> bytes)
{
    std::pair<Seconds, Seconds> sum{0, 0};
    const Model& model = situation.model;
    if (!model.hasMigrationTimes || hop.to <= hop.from)
        return sum;
    std::set<catalog::MigrationId> counted;
    std::vector<Rank> run = releasesRun(model, hop.from, hop.to);
    run.pop_back();
    for (const Rank rank : run) {
        for (const catalog::Migration& migration :
             model.at(rank).migrations.value_or(std::vector<catalog::Migration>{})) {
            if (model.hasMigration(hop.from, migration.id) || !counted.insert(migration.id).second)
                continue;
            sum.first += migration.times.downtime.value_or(Seconds{0}) + scaled(migration.times.downtimePerGb, bytes);
            sum.second += migration.times.duration.value_or(Seconds{0});
        }
    }
    return sum;
}

}  // namespace

Seconds scaled(std::optional<Seconds> perGb, std::optional<double> bytes)
{
    if (!perGb || !bytes)
        return Seconds{0};
    constexpr double gigabyte = 1024.0 * 1024.0 * 1024.0;
    return Seconds{static_cast<Seconds::rep>(std::ceil(static_cast<double>(perGb->count()) * *bytes / gigabyte))};
}

HopTimes timesOf(Situation& situation, const HopQuery& hop)
{
    const catalog::Times declared = declaredTimes(situation.model, hop.to, timesRule(situation, hop));
    HopTimes times;
    if (declared.empty() && !situation.model.hasMigrationTimes && situation.site.nodes.size() < 2)
        return times;
    const std::optional<double> bytes = situation.databaseBytes;
    const auto [downtime, duration] = skippedMigrations(situation, hop, bytes);
    if (modeOf(situation, hop, nullptr) == Mode::online)
        times.downtime = Seconds{0};
    else if (declared.downtime || declared.downtimePerGb)
        times.downtime = declared.downtime.value_or(Seconds{0}) + scaled(declared.downtimePerGb, bytes) + downtime;
    if (declared.duration)
        times.duration = *declared.duration + duration;
    if (declared.restore || declared.restorePerGb)
        times.restore = declared.restore.value_or(Seconds{0}) + scaled(declared.restorePerGb, bytes);
    return times;
}

catalog::Grade gradeOf(Situation& situation, const HopQuery& hop)
{
    catalog::Grade grade;
    for (const CompiledRule* rule : rulesFor(situation.day().allows, hop)) {
        const catalog::Grade& given = std::get<catalog::AllowRule>(rule->rule->body).grade;
        if (given.text.empty() || !rule->matches(hop.from, hop.to) ||
            situation.truth(rule->when, hop.before) != Truth::yes)
            continue;
        if (given.tested())
            return given;
        if (grade.text.empty())
            grade = given;
    }
    return grade;
}

CostOrder::CostOrder(Prefer prefer)
{
    std::vector<Term> order{Term::hops,     Term::componentSteps,  Term::risks,   Term::untested, Term::downtimeMissing,
                            Term::downtime, Term::durationMissing, Term::duration};
    std::vector<Term> front;
    switch (prefer) {
    case Prefer::standard:
    case Prefer::hops:
        break;
    case Prefer::risk:
        front = {Term::risks};
        break;
    case Prefer::tested:
        front = {Term::untested};
        break;
    case Prefer::downtime:
        front = {Term::downtimeMissing, Term::downtime};
        break;
    case Prefer::duration:
        front = {Term::durationMissing, Term::duration};
        break;
    }
    for (const Term term : front)
        order.erase(std::find(order.begin(), order.end(), term));
    order.insert(order.begin(), front.begin(), front.end());
    order.insert(order.begin(), Term::price);
    for (std::size_t position = 0; position < termCount; ++position)
        m_position[static_cast<std::size_t>(order[position])] = position;
}

bool CostOrder::timesLast() const
{
    const auto place = [&](Term term) { return m_position[static_cast<std::size_t>(term)]; };
    return place(Term::untested) < std::min(place(Term::downtimeMissing), place(Term::durationMissing));
}

bool CostOrder::hopsFirst() const
{
    return m_position[static_cast<std::size_t>(Term::hops)] <= 1 &&
           m_position[static_cast<std::size_t>(Term::price)] <= 1;
}

Cost costOfClasses(Situation& situation, const HopQuery& hop, const CostOrder& order)
{
    Cost cost;
    order.at(cost, Term::hops) = 1;
    if (!situation.goal.acceptedRisks.empty())
        order.at(cost, Term::risks) = static_cast<std::int64_t>(acceptedRisks(situation, hop).size());
    order.at(cost, Term::untested) = rulesFor(situation.day().allows, hop).empty() || !gradeOf(situation, hop).tested();
    return cost;
}

Cost costOf(Situation& situation, const HopQuery& hop, const CostOrder& order)
{
    Cost cost = costOfClasses(situation, hop, order);
    addTimes(timesOf(situation, hop), order, cost);
    return cost;
}

bool timesOfPairs(const Situation& situation)
{
    return situation.model.hasMigrationTimes || situation.site.nodes.size() > 1;
}

const CompiledRule* timesRule(Situation& situation, const HopQuery& hop)
{
    for (const CompiledRule* rule : rulesFor(situation.day().allows, hop)) {
        if (!std::get<catalog::AllowRule>(rule->rule->body).times.empty() && rule->matches(hop.from, hop.to) &&
            situation.truth(rule->when, hop.before) == Truth::yes)
            return rule;
    }
    return nullptr;
}

void addTimes(const Situation& situation, Rank to, const CompiledRule* rule, const CostOrder& order, Cost& cost)
{
    HopTimes times;
    if (situation.model.hasTimes) {
        const catalog::Times declared = declaredTimes(situation.model, to, rule);
        if (declared.downtime || declared.downtimePerGb)
            times.downtime =
                declared.downtime.value_or(Seconds{0}) + scaled(declared.downtimePerGb, situation.databaseBytes);
        times.duration = declared.duration;
    }
    addTimes(times, order, cost);
}

}  // namespace planner
