#pragma once

#include "tests/ledger/failure.h"

#include <QByteArray>
#include <QIODevice>
#include <memory>
#include <optional>

namespace ledger {

enum class DatabaseKind { sqlite, postgresql };

/// Of a file's path, or of a connection as libpq takes it: keywords or a URI.
[[nodiscard]] DatabaseKind kindOf(const QString& where);

enum class ValueType { null, integer, text };

/// One statement of a release's SQL. Texts are bytes: old releases store Latin-1, which neither SQLite nor a PostgreSQL
/// database with the encoding SQL_ASCII checks or changes.
class Statement {
public:
    virtual ~Statement() = default;
    /// A parameter that the statement does not have is not bound.
    virtual void bind(const char* name, qint64 value) = 0;
    virtual void bind(const char* name, const QByteArray& value) = 0;
    /// True: a row; false: done.
    [[nodiscard]] virtual Result<bool> step() = 0;
    [[nodiscard]] virtual int columns() const = 0;
    [[nodiscard]] virtual QByteArray columnName(int column) const = 0;
    [[nodiscard]] virtual ValueType columnType(int column) const = 0;
    [[nodiscard]] virtual qint64 integer(int column) const = 0;
    [[nodiscard]] virtual QByteArray bytes(int column) const = 0;
};

/// A connection to one database, which has to exist. One pair of files for each kind.
class Database {
public:
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString& where);
    virtual ~Database() = default;

    [[nodiscard]] virtual Result<void> execute(const QByteArray& sql) = 0;
    /// The first statement of `sql`, which is then cut off its front; nothing when only space and comments are left.
    /// Its parameters are named :id, :limit, :offset, :cents, :total (integers), :date, :text and :account (texts).
    [[nodiscard]] virtual Result<std::unique_ptr<Statement>> prepare(QByteArray& sql) = 0;
    /// How many rows the statement that was run last has written.
    [[nodiscard]] virtual qint64 changes() const = 0;
    /// A transaction that books: nobody else takes the next number meanwhile.
    [[nodiscard]] virtual Result<void> begin() = 0;
    /// Makes what is committed from now on survive a power cut. `journal`: SQLite's journal_mode.
    [[nodiscard]] virtual Result<void> prepareToServe(const QByteArray& journal) = 0;
    /// Reads SQL statements from `input` until its end, runs them and writes their rows to `output`, columns separated
    /// by tabs. Stops at the first failure; a transaction that is open then, or at the end, is rolled back. This is
    /// what the conversions inside the releases' artefacts talk to the database with.
    [[nodiscard]] virtual Result<void> filter(QIODevice& input, QIODevice& output) = 0;

    /// The integer in the first column of the first row, or nothing without a row.
    [[nodiscard]] Result<std::optional<qint64>> integer(const QByteArray& sql);
};

}  // namespace ledger
