#include "catalog/schema/excerpt.h"
#include "catalog/schema/net_effect.h"
#include "catalog/schema/postgres_split.h"
#include "catalog/schema/review.h"

#include <algorithm>

namespace schema {

namespace {

constexpr int deepestCall = 8;

/// psql's commands that change neither the database nor where the statements go.
bool isHarmless(std::string_view command)
{
    static const std::set<std::string_view> names{"set",        "unset",  "echo", "qecho",    "warn",
                                                  "pset",       "timing", "x",    "encoding", "restrict",
                                                  "unrestrict", "t",      "a",    "prompt"};
    const std::string_view name = command.substr(1, std::min(command.find_first_of(" \t\r"), command.size()) - 1);
    return names.count(name) != 0;
}

class PostgresReviewer : public Reviewer {
public:
    PostgresReviewer(StatementReader& reader, ServerVersion server) : m_reader(reader), m_server(server) {}

    UnitReview review(const std::string& name, const std::vector<Script>& scripts) override
    {
        ++m_model.unit;
        m_dropped.clear();
        UnitReview unit;
        unit.name = name;
        for (std::size_t i = 0; i < scripts.size(); ++i) {
            const std::size_t before = unit.statements.size();
            reviewScript(scripts[i], unit.statements);
            for (std::size_t k = before; k < unit.statements.size(); ++k) {
                unit.statements[k].script = i;
            }
        }
        std::vector<Verdict*> verdicts;
        for (StatementReview& statement : unit.statements) {
            for (Verdict& verdict : statement.verdicts) {
                verdicts.push_back(&verdict);
            }
        }
        applyNetEffect(verdicts, m_model);
        for (StatementReview& statement : unit.statements) {
            obey(statement);
        }
        return unit;
    }

    std::unique_ptr<Reviewer> branch() const override { return std::make_unique<PostgresReviewer>(*this); }

private:
    void reviewScript(const Script& script, std::vector<StatementReview>& statements)
    {
        const std::vector<Piece> pieces = splitPostgres(script.text, script.path);
        std::vector<std::string_view> texts;
        for (const Piece& piece : pieces) {
            if (piece.kind == PieceKind::statement) {
                texts.push_back(piece.text);
            }
        }
        const std::vector<ReadAnswer> answers = m_reader.read(texts);
        m_around = Around::nothing;
        std::size_t next = 0;
        for (const Piece& piece : pieces) {
            StatementReview statement;
            statement.place = piece.place;
            statement.text = excerptOf(piece.text);
            readRemarks(piece, statement);
            if (piece.kind == PieceKind::statement) {
                take(piece, answers[next++], statement);
            } else if (piece.kind == PieceKind::psqlCommand) {
                statement.verdicts.push_back(
                    plain(isHarmless(piece.text) ? Operation::session : Operation::psqlCommand));
            } else {
                statement.verdicts.push_back(plain(Operation::unreadable));
            }
            statements.push_back(std::move(statement));
        }
    }

    static void readRemarks(const Piece& piece, StatementReview& statement)
    {
        for (const std::string& text : piece.remarks) {
            std::optional<Remark> remark = readRemark(text);
            if (remark) {
                statement.remark = std::move(remark);
            } else {
                statement.badRemarks.push_back(text);
            }
        }
    }

    static Verdict plain(Operation operation)
    {
        const OperationRow& row = rowOf(operation);
        Verdict verdict;
        verdict.operation = operation;
        verdict.phase = row.phase;
        verdict.reads = row.reads;
        verdict.writes = row.writes;
        verdict.recipe = row.recipe;
        return verdict;
    }

    void take(const Piece& piece, const ReadAnswer& answer, StatementReview& statement)
    {
        statement.failure = answer.failure;
        if (answer.failure != ReadFailure::none) {
            statement.verdicts.push_back(plain(Operation::unread));
            return;
        }
        if (!answer.statement.error.empty()) {
            statement.error = answer.statement.error;
            statement.hint = hintOf(piece.text);
            statement.place = placeIn(piece, static_cast<std::size_t>(std::max(0, answer.statement.errorOffset)));
            statement.verdicts.push_back(plain(Operation::unreadable));
            return;
        }
        for (const Action& action : answer.statement.actions) {
            carryOut(action, statement, 0);
        }
        if (answer.bodiesSkipped && !statement.verdicts.empty()) {
            statement.verdicts.front().notes.push_back({Hazard::bodyUnread, {}});
        }
        if (piece.copiesData && !statement.verdicts.empty()) {
            statement.verdicts.front().notes.push_back({Hazard::copiedData, {}});
        }
    }

    void carryOut(const Action& action, StatementReview& statement, int depth)
    {
        Verdict verdict = classify(action, m_model, m_server, m_around);
        const std::string part = verdict.object;
        if (action.kind == ActionKind::dropConstraint) {
            m_dropped.insert(part);
        } else if (action.kind == ActionKind::addConstraint && m_dropped.count(part) != 0) {
            verdict.review = verdict.review || verdict.phase == ChangePhase::contract;
            verdict.notes.push_back({Hazard::replacesCheck, {}});
        }
        if (action.kind == ActionKind::beginTransaction) {
            m_around = Around::transaction;
        } else if (action.kind == ActionKind::commitTransaction || action.kind == ActionKind::rollbackTransaction) {
            m_around = Around::nothing;
        }
        statement.verdicts.push_back(std::move(verdict));
        runBodies(action, statement, depth);
        m_model.apply(action);
    }

    /// What functions do that the chain has made itself.
    void runBodies(const Action& action, StatementReview& statement, int depth)
    {
        if ((action.kind != ActionKind::select && action.kind != ActionKind::call) || depth >= deepestCall) {
            return;
        }
        for (const std::string& name : action.names) {
            const ObjectState* function = m_model.object(ObjectKind::function, splitName(name));
            if (function == nullptr) {
                continue;
            }
            const std::vector<Action> body = function->body;
            for (Action inner : body) {
                inner.conditional = inner.conditional || action.conditional;
                carryOut(inner, statement, depth + 1);
            }
        }
    }

    /// What the vendor says takes the place of what was derived.
    static void obey(StatementReview& statement)
    {
        if (!statement.remark || statement.remark->kind != Remark::Kind::phase) {
            return;
        }
        for (Verdict& verdict : statement.verdicts) {
            verdict.phase = statement.remark->phase;
            verdict.review = false;
        }
    }

    StatementReader& m_reader;
    ServerVersion m_server;
    Model m_model;
    Around m_around = Around::nothing;
    std::set<std::string> m_dropped;  ///< constraints, in this unit
};

}  // namespace

std::unique_ptr<Reviewer> makePostgresReviewer(StatementReader& reader, ServerVersion server)
{
    return std::make_unique<PostgresReviewer>(reader, server);
}

}  // namespace schema
