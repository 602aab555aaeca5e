#pragma once

#include "tests/ledger/book.h"

#include <QHttpServer>

namespace ledger {

/// Answers over HTTP on the loopback address for one book:
///   GET /health /version /balances, GET /entries?offset=0&limit=50, GET /entries/ID, GET /query/NAME,
///   POST /entries {"date": "YYYY-MM-DD", "text": "…", "postings": [{"account": "1920", "cents": 100}, …]}
/// Errors are {"error": "…"} with 400, 404 or 500.
class Service {
public:
    explicit Service(Book book);
    [[nodiscard]] Result<void> listen(quint16 port);

private:
    void route();
    [[nodiscard]] QHttpServerResponse health();
    [[nodiscard]] QHttpServerResponse balances();
    [[nodiscard]] QHttpServerResponse rows(const QString& query, qint64 id, const QHttpServerRequest& request);
    [[nodiscard]] QHttpServerResponse post(const QHttpServerRequest& request);

    Book m_book;
    QHttpServer m_server;
};

}  // namespace ledger
