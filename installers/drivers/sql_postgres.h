#pragma once

#include "installers/drivers/sql.h"

namespace installers {

/// SQL scripts on a PostgreSQL database, in a psql of their own.
///
/// Kind tx: the script and its row in cairn.step_marker(id, run, step, applied) in one transaction. A script with
/// statements that end a transaction, or that none can hold, is refused before anything is touched; one that ends it
/// all the same (by a procedure, by \gexec) is found out, because the transaction at its end is not the one at its
/// beginning.
/// Kind batch: the script is one batch, run again and again, each time in a transaction of its own. It begins where
/// cairn.cursor() says the last one ended (a text; NULL at first), and says how far it got with
/// cairn.advance(next text, rows bigint); a batch that gives NULL, or gives nothing, was the last. Cursor, and at the
/// end the marker, are committed with the batch.
/// Other kinds run as the script says and leave no row. Where a nontx script consists of nothing but
/// CREATE INDEX CONCURRENTLY, each index is probed: valid ones stay, invalid ones are dropped and made again. Invalid
/// indexes that a script makes are dropped before it runs, and when it fails.
///
/// psql is the step's own process: killed, it leaves the server working, so every session is named cairn:RUN:STEP, has
/// a statement timeout, and looks whether its client is still there.
///
/// Roads not taken: a program of ours that speaks libpq (scripts are written for psql, with \set, \if and COPY … FROM
/// stdin, and psql is what every site has); `psql -1`, in which a script's own COMMIT commits half of it.
class PostgresDriver : public SqlDriver {
public:
    [[nodiscard]] Done<void> check(const StepContext& context) const override;
    [[nodiscard]] Done<void> act(const StepContext& context) const override;
    [[nodiscard]] ProbeAnswer probe(const StepContext& context) const override;
    [[nodiscard]] bool canProbe(const StepContext& context) const override;
    [[nodiscard]] std::optional<QString> ask(const StepContext& context, const std::string& query) const override;
    [[nodiscard]] Done<void> runScript(const StepContext& context, const std::string& script) const override;
    [[nodiscard]] std::vector<std::string> filesOf(const StepContext& context,
                                                   const std::string& script) const override;
};

}  // namespace installers
