#pragma once

#include "catalog/schema/classify.h"

namespace schema {

/// What the parts of classify() share: one action, what is known, and the verdict that grows.
struct Judgement {
    const Action& action;
    const Model& before;
    ServerVersion server;
    Verdict verdict;

    /// Takes over a row of the table; notes and `own` stay.
    void take(Operation operation);
    void note(Hazard hazard, std::string subject = {}) { verdict.notes.push_back({hazard, std::move(subject)}); }
    /// The old release notices nothing, whatever the row says: the columns are new in this unit.
    void harmless();

    [[nodiscard]] bool isOwnTable(const ObjectName& name) const;
    [[nodiscard]] bool isOwnColumn(const std::string& column) const;
    /// Whether there are columns and this unit made all of them, on the action's table.
    [[nodiscard]] bool areOwnColumns(const std::vector<std::string>& columns) const;
    /// Whether an old release's rows can never meet there: one of the columns is this unit's, and NULL in them.
    [[nodiscard]] bool staysNull(const ObjectName& table, const std::vector<std::string>& columns) const;
};

void judgeColumn(Judgement& judgement);
void judgeConstraint(Judgement& judgement);
void judgeIndex(Judgement& judgement);
void judgeObject(Judgement& judgement);

/// Whether something that is unique already is among the columns of the table.
[[nodiscard]] bool hasUniquePart(const Model& model, const ObjectName& table, const std::vector<std::string>& columns);

}  // namespace schema
