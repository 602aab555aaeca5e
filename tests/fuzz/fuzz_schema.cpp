#include "catalog/schema/action_json.h"
#include "catalog/schema/classify.h"
#include "catalog/schema/layout_kinds.h"
#include "catalog/schema/postgres_split.h"
#include "catalog/schema/review.h"
#include "catalog/schema/sqlite_split.h"
#include "tests/fuzz/fuzz.h"

namespace {

/// Pieces are parts of the script, in its order, that do not overlap.
void checkPieces(const std::vector<schema::Piece>& pieces, std::string_view script)
{
    std::size_t end = 0;
    int line = 1;
    for (const schema::Piece& piece : pieces) {
        fuzz::mustHold(piece.offset >= end && piece.offset + piece.text.size() <= script.size(),
                       "a piece is in its place");
        fuzz::mustHold(!piece.text.empty(), "a piece has a text");
        fuzz::mustHold(piece.text.data() == script.data() + piece.offset, "a piece points into the script");
        fuzz::mustHold(piece.place.line >= line, "lines only grow");
        end = piece.offset + piece.text.size();
        line = piece.place.line;
        (void)schema::placeIn(piece, piece.text.size() / 2);
    }
}

}  // namespace

/// Whatever a script says, and whatever the reading program answers, nothing breaks.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view script = fuzz::text(data, size);
    checkPieces(schema::splitPostgres(script, "f"), script);
    checkPieces(schema::splitSqlite(script, "f"), script);
    const std::string text(script);
    fuzz::mustHold(schema::forwardPart(text).size() == text.size(), "places stay");
    (void)schema::changesets(text, "f");
    (void)schema::plannedChanges(text);
    if (const std::optional<schema::ReadStatement> statement = schema::readStatement(script)) {
        schema::Model model;
        model.unit = 1;
        for (const schema::Action& action : statement->actions) {
            (void)schema::classify(action, model, 150, schema::Around::nothing);
            model.apply(action);
        }
        fuzz::mustHold(schema::readStatement(schema::writeStatement(*statement)) == statement,
                       "what was written is read");
    }
    if (size < 2000) {
        const std::unique_ptr<schema::Reviewer> reviewer = schema::makeSqliteReviewer();
        (void)reviewer->review("f", {{"f", text}});
        (void)reviewer->review("f", {{"f", text}});
    }
    return 0;
}
