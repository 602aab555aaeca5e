#pragma once

#include "app/demo/problem.h"

#include <QStringList>

namespace demo {

struct JournalRequest {
    QString file;         ///< the database to make; must not exist
    QStringList scripts;  ///< the SQL texts that make the schema of 3.2.1, in their order
    int entries = 0;
    quint64 seed = 0;
};

struct JournalFigures {
    qint64 entries = 0;
    qint64 postings = 0;
};

/// The number of attachments the journal speaks of, and the names of their files below attachments/.
inline constexpr int attachmentCount = 24;
[[nodiscard]] QString attachmentFile(int number);

/// Fills a database as Ledger 3.2.1 has left it: Latin-1 texts, amounts as each office wrote them, every entry
/// balanced. The same request gives the same rows, always.
[[nodiscard]] Made<JournalFigures> makeJournal(const JournalRequest& request);

}  // namespace demo
