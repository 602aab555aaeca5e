// cairn-page: the maintenance page as a process of its own. It outlives the runner and ends on SIGTERM.
#include "installers/maintenance/page_lock.h"
#include "installers/page/page_text.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDateTime>
#include <QHostAddress>
#include <QHttpServer>
#include <QHttpServerResponder>
#include <QSaveFile>
#include <QTcpServer>
#include <QTextStream>
#include <QTimer>
#include <algorithm>
#include <csignal>
#include <unistd.h>

namespace {

constexpr int retryMilliseconds = 25;
constexpr int exitUsage = 2;

extern "C" void leave(int) { ::_exit(0); }

void answer(const QHttpServerRequest& request, QHttpServerResponder&& responder, const page::Notice& notice)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const bool json = request.value("Accept").contains("application/json");
    const page::Wording wording(page::languageFor(request.value("Accept-Language")));
    const QByteArray body = json ? page::jsonOf(notice, now) : page::htmlOf(notice, now, wording);
    responder.writeStatusLine(QHttpServerResponder::StatusCode::ServiceUnavailable);
    responder.writeHeader("Content-Type",
                          json ? QByteArrayLiteral("application/json") : QByteArrayLiteral("text/html; charset=utf-8"));
    if (!json)
        responder.writeHeader("Content-Language", wording.language().toLatin1());
    responder.writeHeader("Vary", "Accept, Accept-Language");
    responder.writeHeader("Content-Length", QByteArray::number(body.size()));
    responder.writeHeader("Retry-After", QByteArray::number(page::retryAfter(notice, now)));
    responder.writeHeader("Cache-Control", "no-store");
    responder.writeHeader("X-Content-Type-Options", "nosniff");
    responder.writeHeader("Connection", "close");
    responder.writeBody(request.method() == QHttpServerRequest::Method::Head ? QByteArray() : body);
}

/// Answers whatever comes, without a rule for any path.
class PageServer : public QAbstractHttpServer {
public:
    explicit PageServer(page::Notice notice) : m_notice(std::move(notice)) {}

protected:
    bool handleRequest(const QHttpServerRequest& request, QTcpSocket* socket) override
    {
        answer(request, makeResponder(request, socket), m_notice);
        return true;
    }
    void missingHandler(const QHttpServerRequest& request, QTcpSocket* socket) override
    {
        answer(request, makeResponder(request, socket), m_notice);
    }

private:
    page::Notice m_notice;
};

}  // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("cairn-page"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CAIRN_VERSION));
    std::signal(SIGTERM, leave);
    std::signal(SIGINT, leave);
    std::signal(SIGHUP, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Answers 503 to every request while a site is being upgraded."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption listen(QStringLiteral("listen"), QStringLiteral("Where to answer."),
                                    QStringLiteral("ADDRESS:PORT"));
    const QCommandLineOption title(QStringLiteral("title"), QStringLiteral("The site's name."), QStringLiteral("TEXT"));
    const QCommandLineOption product(QStringLiteral("product"), QStringLiteral("The product's name."),
                                     QStringLiteral("TEXT"));
    const QCommandLineOption until(QStringLiteral("until"), QStringLiteral("When it is expected to end, ISO 8601."),
                                   QStringLiteral("TIME"));
    const QCommandLineOption pidFile(QStringLiteral("pid-file"), QStringLiteral("Locked while the page runs."),
                                     QStringLiteral("FILE"));
    const QCommandLineOption readyFile(QStringLiteral("ready-file"), QStringLiteral("Written once the port is bound."),
                                       QStringLiteral("FILE"));
    parser.addOptions({listen, title, product, until, pidFile, readyFile});
    parser.process(application);

    const QString where = parser.value(listen);
    const qsizetype colon = where.lastIndexOf(QLatin1Char(':'));
    QString host = where.left(std::max<qsizetype>(colon, 0));
    if (host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']')))
        host = host.mid(1, host.size() - 2);
    const QHostAddress address(host);
    const int port = colon < 0 ? 0 : where.mid(colon + 1).toInt();
    if (address.isNull() || port <= 0 || port > 65535) {
        QTextStream(stderr) << QStringLiteral("cairn-page: --listen wants ADDRESS:PORT, not \"%1\"\n").arg(where);
        return exitUsage;
    }
    installers::PageLock lock;
    if (parser.isSet(pidFile) && !lock.take(parser.value(pidFile))) {
        QTextStream(stderr)
            << QStringLiteral("cairn-page: %1 is locked or cannot be written\n").arg(parser.value(pidFile));
        return 1;
    }

    page::Notice notice;
    notice.site = parser.value(title);
    notice.product = parser.value(product);
    notice.until = QDateTime::fromString(parser.value(until), Qt::ISODate).toUTC();
    PageServer server(notice);
    auto* const socket = new QTcpServer(&server);
    QTimer retry;
    QObject::connect(&retry, &QTimer::timeout, &server, [&] {
        if (!socket->listen(address, static_cast<quint16>(port)))
            return;
        retry.stop();
        server.bind(socket);
        if (parser.isSet(readyFile)) {
            QSaveFile file(parser.value(readyFile));
            if (file.open(QIODevice::WriteOnly)) {
                file.write("ready\n");
                file.commit();
            }
        }
    });
    retry.start(retryMilliseconds);
    return QCoreApplication::exec();
}
