#pragma once

#include <nlohmann/json.hpp>

#include <cmath>
#include <regex>
#include <set>
#include <string>
#include <vector>

/// What a value breaks of a JSON Schema, as far as our schemas use the language (2020-12). A keyword that is not known
/// here is itself a problem, so that no schema promises what nobody checks.
class JsonSchema {
public:
    explicit JsonSchema(nlohmann::json root) : m_root(std::move(root)) {}

    [[nodiscard]] std::vector<std::string> problems(const nlohmann::json& value) const
    {
        std::vector<std::string> found;
        check(m_root, value, "$", found);
        return found;
    }

private:
    using Json = nlohmann::json;
    using Problems = std::vector<std::string>;

    static bool isOfType(const Json& value, const std::string& type)
    {
        return (type == "null" && value.is_null()) || (type == "boolean" && value.is_boolean()) ||
               (type == "string" && value.is_string()) || (type == "array" && value.is_array()) ||
               (type == "object" && value.is_object()) || (type == "integer" && value.is_number_integer()) ||
               (type == "number" && value.is_number());
    }

    [[nodiscard]] bool holds(const Json& schema, const Json& value) const
    {
        Problems ignored;
        check(schema, value, {}, ignored);
        return ignored.empty();
    }

    void checkMembers(const Json& schema, const Json& value, const std::string& path, Problems& found) const
    {
        for (const Json& key : schema.value("required", Json::array())) {
            if (!value.contains(key.get<std::string>()))
                found.push_back(path + ": " + key.get<std::string>() + " is missing");
        }
        const Json properties = schema.value("properties", Json::object());
        for (const auto& [key, member] : value.items()) {
            if (properties.contains(key))
                check(properties[key], member, path + "." + key, found);
            else if (schema.contains("additionalProperties") && schema["additionalProperties"].is_object())
                check(schema["additionalProperties"], member, path + "." + key, found);
            else if (schema.contains("additionalProperties") && !schema["additionalProperties"].get<bool>())
                found.push_back(path + ": " + key + " is not described");
        }
    }

    void checkOne(const std::string& keyword, const Json& schema, const Json& value, const std::string& path,
                  Problems& found) const
    {
        static const std::set<std::string> elsewhere{
            "$schema", "$id",      "$defs",      "title", "description",
            "format",  "required", "properties", "then",  "additionalProperties"};
        const Json& rule = schema[keyword];
        const auto refuse = [&] {
            found.push_back(path + ": " + value.dump() + " breaks " + keyword + " " + rule.dump());
        };
        if (keyword == "$ref") {
            check(m_root.at(Json::json_pointer(rule.get<std::string>().substr(1))), value, path, found);
        } else if (keyword == "type") {
            bool any = false;
            for (const Json& type : rule.is_array() ? rule : Json::array({rule}))
                any = any || isOfType(value, type.get<std::string>());
            if (!any)
                refuse();
        } else if (keyword == "const") {
            if (value != rule)
                refuse();
        } else if (keyword == "enum") {
            if (std::find(rule.begin(), rule.end(), value) == rule.end())
                refuse();
        } else if (keyword == "pattern") {
            if (value.is_string() && !std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>())))
                refuse();
        } else if (keyword == "minimum") {
            if (value.is_number() && value < rule)
                refuse();
        } else if (keyword == "maxItems") {
            if (value.is_array() && value.size() > rule.get<std::size_t>())
                refuse();
        } else if (keyword == "items") {
            for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
                check(rule, value[i], path + "[" + std::to_string(i) + "]", found);
        } else if (keyword == "oneOf") {
            const auto matching =
                std::count_if(rule.begin(), rule.end(), [&](const Json& one) { return holds(one, value); });
            if (matching != 1)
                found.push_back(path + ": matches " + std::to_string(matching) + " of oneOf");
        } else if (keyword == "allOf") {
            for (const Json& one : rule)
                check(one, value, path, found);
        } else if (keyword == "if") {
            if (holds(rule, value) && schema.contains("then"))
                check(schema["then"], value, path, found);
        } else if (elsewhere.count(keyword) == 0) {
            found.push_back(path + ": the schema uses " + keyword + ", which is not known here");
        }
    }

    void check(const Json& schema, const Json& value, const std::string& path, Problems& found) const
    {
        for (const auto& [keyword, rule] : schema.items())
            checkOne(keyword, schema, value, path, found);
        if (value.is_object())
            checkMembers(schema, value, path, found);
    }

    Json m_root;
};
