#include "catalog/schema/excerpt.h"
#include "catalog/schema/review.h"
#include "catalog/schema/sqlite_difference.h"
#include "catalog/schema/sqlite_split.h"

#include <algorithm>

namespace schema {

namespace {

/// A statement with the names that lead from it to what is different in the end.
struct Tried {
    StatementReview review;
    SqliteRun run;
    std::set<std::string> tables;
};

Verdict verdictOf(Operation operation, const std::string& object)
{
    const OperationRow& row = rowOf(operation);
    Verdict verdict;
    verdict.operation = operation;
    verdict.phase = row.phase;
    verdict.reads = row.reads;
    verdict.writes = row.writes;
    verdict.review = row.review;
    verdict.object = object;
    return verdict;
}

class SqliteReviewer : public Reviewer {
public:
    SqliteReviewer() : m_scratch(std::make_unique<SqliteScratch>()) {}

    UnitReview review(const std::string& name, const std::vector<Script>& scripts) override
    {
        m_scratch->seed();
        const SqliteSchema before = m_scratch->schema();
        m_before = m_scratch->tableNames();
        std::vector<Tried> tried;
        for (std::size_t i = 0; i < scripts.size(); ++i) {
            tryScript(scripts[i], i, tried);
        }
        attribute(differencesOf(before, m_scratch->schema()), tried);
        UnitReview unit;
        unit.name = name;
        for (Tried& one : tried) {
            obey(one.review);
            unit.statements.push_back(std::move(one.review));
        }
        return unit;
    }

    std::unique_ptr<Reviewer> branch() const override
    {
        auto copy = std::make_unique<SqliteReviewer>();
        copy->m_scratch->copyFrom(*m_scratch);
        return copy;
    }

private:
    void tryScript(const Script& script, std::size_t index, std::vector<Tried>& tried)
    {
        for (const Piece& piece : splitSqlite(script.text, script.path)) {
            Tried one;
            one.review.place = piece.place;
            one.review.script = index;
            one.review.text = excerptOf(piece.text);
            for (const std::string& text : piece.remarks) {
                std::optional<Remark> remark = readRemark(text);
                if (remark) {
                    one.review.remark = std::move(remark);
                } else {
                    one.review.badRemarks.push_back(text);
                }
            }
            if (piece.kind == PieceKind::statement) {
                tryStatement(piece.text, one);
            } else {
                one.review.verdicts.push_back(verdictOf(Operation::psqlCommand, {}));
            }
            tried.push_back(std::move(one));
        }
        m_scratch->settle();
    }

    void tryStatement(std::string_view text, Tried& tried)
    {
        const std::set<std::string> names = m_scratch->tableNames();
        tried.run = m_scratch->run(text);
        tried.tables = tried.run.tables;
        if (tried.run.kind == SqliteKind::alter) {
            for (const std::string& name : m_scratch->tableNames()) {
                if (names.count(name) == 0) {
                    tried.tables.insert(name);
                }
            }
        }
        std::vector<Verdict>& verdicts = tried.review.verdicts;
        if (tried.run.kind == SqliteKind::refused) {
            verdicts.push_back(verdictOf(Operation::other, {}));
        } else if (!tried.run.error.empty()) {
            tried.review.error = tried.run.error;
            const bool grammar = tried.run.error.find("syntax error") != std::string::npos ||
                                 tried.run.error.find("unrecognized token") != std::string::npos ||
                                 tried.run.error.find("incomplete input") != std::string::npos;
            verdicts.push_back(verdictOf(grammar ? Operation::unreadable : Operation::fails, {}));
            tried.review.hint = grammar ? hintOf(text) : SyntaxHint::none;
        } else if (tried.run.failsWithRows) {
            verdicts.push_back(verdictOf(Operation::failsWithRows, firstTable(tried)));
            verdicts.back().notes.push_back({Hazard::failsUnlessEmpty, {}});
        } else if (tried.run.kind == SqliteKind::rows) {
            verdicts.push_back(verdictOf(Operation::moveData, firstTable(tried)));
            verdicts.back().own = m_before.count(firstTable(tried)) == 0;
        } else if (tried.run.kind == SqliteKind::query) {
            verdicts.push_back(verdictOf(Operation::query, {}));
        } else if (tried.run.kind != SqliteKind::create && tried.run.kind != SqliteKind::drop &&
                   tried.run.kind != SqliteKind::alter) {
            verdicts.push_back(verdictOf(Operation::session, {}));
        }
    }

    static std::string firstTable(const Tried& tried)
    {
        return tried.run.tables.empty() ? std::string() : *tried.run.tables.begin();
    }

    static bool changesSchema(const Tried& tried)
    {
        return tried.run.error.empty() && (tried.run.kind == SqliteKind::create || tried.run.kind == SqliteKind::drop ||
                                           tried.run.kind == SqliteKind::alter);
    }

    /// Each difference goes to the last statement that had to do with it, and every other change of the schema comes to
    /// nothing in the end.
    static void attribute(const std::vector<SqliteChange>& changes, std::vector<Tried>& tried)
    {
        for (const SqliteChange& change : changes) {
            const auto concerned = [&](const Tried& one) { return changesSchema(one) && concerns(one, change); };
            auto last = std::find_if(tried.rbegin(), tried.rend(), concerned);
            const auto exact = std::find_if(tried.rbegin(), tried.rend(), [&](const Tried& one) {
                return changesSchema(one) && concernsExactly(one, change);
            });
            last = exact != tried.rend() ? exact : last;
            if (last == tried.rend()) {
                continue;
            }
            Operation operation = change.operation;
            if (operation == Operation::dropTable && last->run.kind == SqliteKind::alter) {
                operation = Operation::renameTable;
            }
            Verdict verdict = verdictOf(operation, change.object);
            verdict.review = verdict.review || change.review;
            if (operation == Operation::dropTable || operation == Operation::dropColumn) {
                verdict.notes.push_back({Hazard::dataLost, {}});
            }
            last->review.verdicts.push_back(std::move(verdict));
        }
        for (Tried& one : tried) {
            if (changesSchema(one) && one.review.verdicts.empty()) {
                one.review.verdicts.push_back(
                    verdictOf(Operation::rebuildTable, one.run.object.empty() ? firstTable(one) : one.run.object));
                one.review.verdicts.back().own = true;
            }
        }
    }

    /// An index or a trigger has to do with itself, and with what is unique; everything else with its whole table.
    static bool concerns(const Tried& one, const SqliteChange& change)
    {
        const bool isPart = !one.run.object.empty() && one.tables.count(one.run.object) == 0;
        const bool unique = change.operation == Operation::createUniqueIndex ||
                            change.operation == Operation::dropUniqueIndex ||
                            change.operation == Operation::createIndex;
        return one.run.object == change.object || ((!isPart || unique) && one.tables.count(change.table) != 0);
    }

    /// A column's own words in the statement: of several ALTER TABLE of one table, the one that names it.
    static bool concernsExactly(const Tried& one, const SqliteChange& change)
    {
        const std::size_t dot = change.object.find('.');
        if (one.run.object == change.object) {
            return true;
        }
        return dot != std::string::npos && one.run.kind == SqliteKind::alter && one.tables.count(change.table) != 0 &&
               one.review.text.find(change.object.substr(dot + 1)) != std::string::npos;
    }

    static void obey(StatementReview& statement)
    {
        if (statement.remark && statement.remark->kind == Remark::Kind::phase) {
            for (Verdict& verdict : statement.verdicts) {
                verdict.phase = statement.remark->phase;
                verdict.review = false;
            }
        }
    }

    std::unique_ptr<SqliteScratch> m_scratch;
    std::set<std::string> m_before;  ///< the tables that older releases know
};

}  // namespace

std::unique_ptr<Reviewer> makeSqliteReviewer() { return std::make_unique<SqliteReviewer>(); }

}  // namespace schema
