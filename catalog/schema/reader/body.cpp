#include "catalog/schema/reader/statements.h"

#include <pg_query.h>

namespace schema::reader {

namespace {

Action unknownText()
{
    Action action;
    action.kind = ActionKind::dynamicText;
    return action;
}

/// Collects what a PL/pgSQL tree does, in its order.
class BodyReader {
public:
    explicit BodyReader(Bodies bodies) : m_bodies(bodies) {}

    void read(const Tree& tree, bool conditional)
    {
        if (tree.is_array()) {
            for (const Tree& one : tree) {
                read(one, conditional);
            }
            return;
        }
        if (!tree.is_object()) {
            return;
        }
        for (const auto& [key, value] : tree.items()) {
            readNode(key, value, conditional);
        }
    }

    std::vector<Action> take() { return std::move(m_actions); }

private:
    void readNode(const std::string& kind, const Tree& node, bool conditional)
    {
        if (kind == "PLpgSQL_stmt_execsql") {
            text(textAt(at(at(node, "sqlstmt"), "PLpgSQL_expr"), "query"), conditional, false);
        } else if (kind == "PLpgSQL_stmt_perform") {
            text(textAt(at(at(node, "expr"), "PLpgSQL_expr"), "query"), conditional, false);
        } else if (kind == "PLpgSQL_stmt_dynexecute" || kind == "PLpgSQL_stmt_dynfors") {
            dynamic(textAt(at(at(node, "query"), "PLpgSQL_expr"), "query"), conditional);
            read(at(node, "body"), true);
        } else {
            const bool guarded = kind == "PLpgSQL_stmt_if" || kind == "PLpgSQL_stmt_case" ||
                                 kind == "PLpgSQL_stmt_loop" || kind == "PLpgSQL_stmt_while" ||
                                 kind.starts_with("PLpgSQL_stmt_for") ||
                                 (kind == "PLpgSQL_stmt_block" && !at(node, "exceptions").is_null());
            read(node, conditional || guarded);
        }
    }

    void text(const std::string& query, bool conditional, bool isDynamic)
    {
        const ReadStatement statement = readStatementText(query, m_bodies);
        if (!statement.error.empty()) {
            m_actions.push_back(unknownText());
            return;
        }
        for (Action action : statement.actions) {
            action.conditional = action.conditional || conditional;
            action.dynamic = action.dynamic || isDynamic;
            m_actions.push_back(std::move(action));
        }
    }

    void dynamic(const std::string& expression, bool conditional)
    {
        const std::string query = expression.starts_with("SELECT ") ? expression : "SELECT " + expression;
        const PgQueryParseResult parsed = pg_query_parse(query.c_str());
        const Tree tree = parsed.error == nullptr ? Tree::parse(parsed.parse_tree) : Tree();
        pg_query_free_parse_result(parsed);
        std::optional<std::string> made;
        if (tree.is_object() && at(tree, "stmts").size() == 1) {
            const Tree& targets = at(at(at(at(tree, "stmts").front(), "stmt"), "SelectStmt"), "targetList");
            made = targets.size() == 1 ? textMadeBy(at(at(targets.front(), "ResTarget"), "val")) : std::nullopt;
        }
        if (made) {
            text(*made, conditional, true);
        } else {
            m_actions.push_back(unknownText());
            m_actions.back().conditional = conditional;
        }
    }

    Bodies m_bodies;
    std::vector<Action> m_actions;
};

}  // namespace

std::vector<Action> bodyActions(const Body& body, Bodies bodies)
{
    if (bodies == Bodies::skip) {
        return {unknownText()};
    }
    if (body.language == "sql") {
        const ReadStatement statement = readStatementText(body.text, bodies);
        return statement.error.empty() ? statement.actions : std::vector<Action>{unknownText()};
    }
    if (body.language != "plpgsql") {
        return {unknownText()};
    }
    const PgQueryPlpgsqlParseResult parsed = pg_query_parse_plpgsql(body.source.c_str());
    std::vector<Action> actions;
    if (parsed.error == nullptr) {
        BodyReader reader(bodies);
        reader.read(Tree::parse(parsed.plpgsql_funcs, nullptr, false), false);
        actions = reader.take();
    } else {
        actions.push_back(unknownText());
    }
    pg_query_free_plpgsql_parse_result(parsed);
    return actions;
}

}  // namespace schema::reader
