#include "catalog/store_rows.h"

#include "catalog/document.h"

#include <sqlite3.h>

namespace catalog {

void Rows::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Rows::Rows(SQLite::Database& database, Fingerprint& fingerprint, const char* sql)
    : m_database(database.getHandle()), m_fingerprint(fingerprint)
{
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(m_database, sql, -1, &statement, nullptr) != SQLITE_OK)
        throw Damage{sqlite3_errmsg(m_database)};
    m_statement.reset(statement);
}

bool Rows::next()
{
    if (++m_count > mostRows)
        throw Damage{"rows"};
    m_column = 0;
    const int result = sqlite3_step(m_statement.get());
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        throw Damage{sqlite3_errmsg(m_database)};
    return result == SQLITE_ROW;
}

void Rows::position()
{
    const auto number = integer();
    if (!number || *number != m_count - 1)
        throw Damage{"position"};
}

std::optional<std::int64_t> Rows::integer()
{
    const int column = m_column++;
    std::optional<std::int64_t> number;
    if (const int type = sqlite3_column_type(m_statement.get(), column); type == SQLITE_INTEGER)
        number = sqlite3_column_int64(m_statement.get(), column);
    else if (type != SQLITE_NULL)
        throw Damage{"integer"};
    m_fingerprint.add(number);
    return number;
}

std::optional<std::string_view> Rows::text()
{
    const int column = m_column++;
    const int type = sqlite3_column_type(m_statement.get(), column);
    if (type == SQLITE_NULL) {
        m_fingerprint.add(std::nullopt);
        return std::nullopt;
    }
    const auto* bytes = type == SQLITE_TEXT ? sqlite3_column_text(m_statement.get(), column) : nullptr;
    if (bytes == nullptr)
        throw Damage{"text"};
    const std::string_view view(reinterpret_cast<const char*>(bytes),
                                static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column)));
    m_fingerprint.add(view);
    return view;
}

std::string_view Rows::blob()
{
    const int column = m_column++;
    if (sqlite3_column_type(m_statement.get(), column) != SQLITE_BLOB)
        throw Damage{"blob"};
    const void* bytes = sqlite3_column_blob(m_statement.get(), column);
    const std::string_view view(static_cast<const char*>(bytes),
                                static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column)));
    m_fingerprint.add(view);
    return view;
}

std::string Rows::required()
{
    const auto view = text();
    if (!view || !isUtf8(*view))
        throw Damage{"text"};
    return std::string(*view);
}

}  // namespace catalog
