#include "catalog/schema/column_type.h"

#include <array>
#include <map>
#include <set>

namespace schema {

namespace {

constexpr int noLimit = 1 << 30;

int firstModifier(const TypeText& type, int missing)
{
    return type.modifiers.empty() ? missing : type.modifiers.front();
}

int integerWidth(const std::string& name) { return name == "int2" ? 2 : name == "int4" ? 4 : name == "int8" ? 8 : 0; }

bool isText(const std::string& name) { return name == "text" || name == "varchar"; }

int textLimit(const TypeText& type)
{
    return canonicalType(type.name) == "varchar" ? firstModifier(type, noLimit) : noLimit;
}

Operation numericChange(const TypeText& before, const TypeText& after)
{
    if (after.modifiers.empty()) {
        return Operation::widenType;
    }
    if (before.modifiers.empty()) {
        return Operation::narrowType;
    }
    const auto scale = [](const TypeText& type) { return type.modifiers.size() > 1 ? type.modifiers[1] : 0; };
    if (scale(before) == scale(after)) {
        return after.modifiers[0] >= before.modifiers[0] ? Operation::widenType : Operation::narrowType;
    }
    return Operation::typeRewrite;
}

bool isTime(const std::string& name)
{
    static const std::set<std::string> names{"timestamp", "timestamptz", "time", "timetz", "interval"};
    return names.count(name) != 0;
}

const ObjectState* userType(const Model& model, const std::string& name)
{
    return model.object(ObjectKind::type, splitName(name));
}

}  // namespace

std::string canonicalType(const std::string& name)
{
    static const std::map<std::string, std::string> names{
        {"integer", "int4"}, {"int", "int4"},         {"serial", "int4"},     {"serial4", "int4"},
        {"bigint", "int8"},  {"bigserial", "int8"},   {"serial8", "int8"},    {"smallint", "int2"},
        {"serial2", "int2"}, {"smallserial", "int2"}, {"decimal", "numeric"}, {"boolean", "bool"},
        {"char", "bpchar"},  {"character", "bpchar"}, {"real", "float4"},     {"double precision", "float8"},
    };
    const auto found = names.find(name);
    return found == names.end() ? name : found->second;
}

Operation typeChange(const TypeText& before, const TypeText& after, const Model& model, int)
{
    const std::string from = canonicalType(before.name);
    const std::string to = canonicalType(after.name);
    if (from.empty()) {
        return Operation::typeUnknown;
    }
    if (before.dimensions != after.dimensions) {
        return (before.dimensions == 0) != (after.dimensions == 0) ? Operation::typeIncompatible : Operation::typeSame;
    }
    if (from == to && before.modifiers == after.modifiers) {
        return Operation::typeSame;
    }
    if (isText(from) && isText(to)) {
        return textLimit(after) >= textLimit(before) ? Operation::widenType : Operation::narrowType;
    }
    if (from == "citext" || to == "citext") {
        return isText(from) || isText(to) ? Operation::typeMeaning : Operation::typeRewrite;
    }
    if (integerWidth(from) != 0 && integerWidth(to) != 0) {
        return integerWidth(to) > integerWidth(from) ? Operation::intToBigint : Operation::narrowType;
    }
    if (from == "numeric" && to == "numeric") {
        return numericChange(before, after);
    }
    if (integerWidth(from) != 0 && to == "numeric") {
        return Operation::typeRewrite;
    }
    if ((from == "bit" && to == "bit") || (from == "bpchar" && to == "bpchar")) {
        return firstModifier(after, 1) >= firstModifier(before, 1) ? Operation::typeRewrite : Operation::narrowType;
    }
    if (from == "varbit" && to == "varbit") {
        return firstModifier(after, noLimit) >= firstModifier(before, noLimit) ? Operation::widenType
                                                                               : Operation::narrowType;
    }
    if (from == "bpchar" && isText(to)) {
        return Operation::typeRewrite;
    }
    if (from != to && (from == "timestamp" || from == "timestamptz") && (to == "timestamp" || to == "timestamptz")) {
        return Operation::timestampZone;
    }
    if (isTime(from) && from == to) {
        return firstModifier(after, 6) >= firstModifier(before, 6) ? Operation::widenType : Operation::typeRewrite;
    }
    if (from == "cidr" && to == "inet") {
        return Operation::widenType;
    }
    if (from == "xml" && isText(to)) {
        return textLimit(after) == noLimit ? Operation::typeMeaning : Operation::typeIncompatible;
    }
    if (const ObjectState* type = userType(model, to); type != nullptr && type->kind == ObjectKind::domain) {
        return type->checked ? Operation::typeIncompatible : Operation::typeRewrite;
    }
    if (const ObjectState* type = userType(model, from);
        type != nullptr && type->kind == ObjectKind::domain && canonicalType(type->base) == to) {
        return Operation::widenType;
    }
    if (from == "float4" && to == "float8") {
        return Operation::typeRewrite;
    }
    return Operation::typeIncompatible;
}

}  // namespace schema
