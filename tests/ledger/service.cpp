#include "tests/ledger/service.h"

#include <QDate>
#include <QHttpServerResponse>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

namespace ledger {

namespace {

using Status = QHttpServerResponse::StatusCode;
using Request = const QHttpServerRequest&;

QHttpServerResponse refuse(const QString& message, Status status)
{
    return {QJsonObject{{QStringLiteral("error"), message}}, status};
}

QHttpServerResponse answer(const Failure& failure)
{
    return refuse(failure.message, failure.code == ExitCode::usage ? Status::BadRequest : Status::InternalServerError);
}

/// Nothing unless the request is a whole, balanced entry.
std::optional<Book::Posting> readPosting(const QByteArray& body)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    Book::Posting posting;
    posting.date = object.value(QStringLiteral("date")).toString();
    posting.text = object.value(QStringLiteral("text")).toString();
    qint64 sum = 0;
    const QJsonArray lines = object.value(QStringLiteral("postings")).toArray();
    for (const QJsonValue& line : lines) {
        const qint64 cents = line[QStringLiteral("cents")].toInteger();
        constexpr qint64 largest = 1'000'000'000'000'000;
        if (cents == 0 || cents > largest || cents < -largest) {
            return std::nullopt;
        }
        posting.lines.append({line[QStringLiteral("account")].toString(), cents});
        sum += cents;
    }
    const bool dated = posting.date.size() == 10 && QDate::fromString(posting.date, Qt::ISODate).isValid();
    if (!dated || posting.lines.size() < 2 || posting.lines.size() > 1000 || sum != 0) {
        return std::nullopt;
    }
    return posting;
}

}  // namespace

Service::Service(Book book) : m_book(std::move(book)) { route(); }

Result<void> Service::listen(quint16 port)
{
    if (m_server.listen(QHostAddress(QHostAddress::LocalHost), port) == 0) {
        return fail(ExitCode::cannotListen, QStringLiteral("cannot listen on 127.0.0.1:%1").arg(port));
    }
    return {};
}

void Service::route()
{
    using Method = QHttpServerRequest::Method;
    m_server.route(QStringLiteral("/health"), [this] { return health(); });
    m_server.route(QStringLiteral("/version"), [this] {
        return QHttpServerResponse(QJsonObject{{QStringLiteral("version"), m_book.release().version}});
    });
    m_server.route(QStringLiteral("/balances"), [this] { return balances(); });
    m_server.route(QStringLiteral("/entries"), Method::Get,
                   [this](Request request) { return rows(QStringLiteral("entries"), 0, request); });
    m_server.route(QStringLiteral("/entries/<arg>"), Method::Get,
                   [this](qint64 id, Request request) { return rows(QStringLiteral("entry"), id, request); });
    m_server.route(QStringLiteral("/entries"), Method::Post, [this](Request request) { return post(request); });
    m_server.route(QStringLiteral("/query/<arg>"), Method::Get, [this](const QString& query, Request request) {
        const bool writes = query.startsWith(QStringLiteral("post"));
        return writes || !m_book.release().queries.contains(query)
                   ? refuse(QStringLiteral("no query %1").arg(query), Status::NotFound)
                   : rows(query, 0, request);
    });
}

QHttpServerResponse Service::health()
{
    return QJsonObject{
        {QStringLiteral("product"), QStringLiteral("ledger")},
        {QStringLiteral("status"), QStringLiteral("ok")},
        {QStringLiteral("version"), m_book.release().version},
        {QStringLiteral("schema"), m_book.release().schema},
        {QStringLiteral("database_schema"), m_book.databaseSchema()},
    };
}

QHttpServerResponse Service::balances()
{
    const auto balances = m_book.balances();
    if (!balances) {
        return answer(balances.error());
    }
    QJsonArray array;
    for (const Book::Balance& balance : *balances) {
        array.append(QJsonObject{{QStringLiteral("account"), balance.account},
                                 {QStringLiteral("name"), balance.name},
                                 {QStringLiteral("cents"), balance.cents}});
    }
    return array;
}

QHttpServerResponse Service::rows(const QString& query, qint64 id, const QHttpServerRequest& request)
{
    const QUrlQuery parameters = request.query();
    const QString limit = parameters.queryItemValue(QStringLiteral("limit"));
    const qint64 offset = parameters.queryItemValue(QStringLiteral("offset")).toLongLong();
    const auto rows = m_book.rows(query, id, limit.isEmpty() ? 50 : std::clamp<qint64>(limit.toLongLong(), 0, 1000),
                                  std::max<qint64>(offset, 0));
    if (!rows) {
        return answer(rows.error());
    }
    return *rows;
}

QHttpServerResponse Service::post(const QHttpServerRequest& request)
{
    const auto posting = readPosting(request.body());
    if (!posting) {
        return refuse(QStringLiteral("an entry has a date, and at least two postings that add up to zero"),
                      Status::BadRequest);
    }
    const auto id = m_book.post(*posting);
    if (!id) {
        return answer(id.error());
    }
    return {QJsonObject{{QStringLiteral("id"), *id}}, Status::Created};
}

}  // namespace ledger
