#include "installers/http_get.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>

namespace installers {

namespace {
constexpr qint64 bodyCap = 1024 * 1024;
}

struct HttpGetter::Private {
    std::unique_ptr<QNetworkAccessManager> manager;  // made when first needed: it wants an application object
};

HttpGetter::HttpGetter() : m_private(std::make_unique<Private>()) {}

HttpGetter::~HttpGetter() = default;

HttpAnswer HttpGetter::get(const QString& url, std::chrono::milliseconds timeout)
{
    if (!m_private->manager) {
        m_private->manager = std::make_unique<QNetworkAccessManager>();
        m_private->manager->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    }
    QNetworkRequest request{QUrl(url)};
    request.setTransferTimeout(static_cast<int>(timeout.count()));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setRawHeader("Connection", "close");
    request.setRawHeader("Cache-Control", "no-cache");
    const std::unique_ptr<QNetworkReply> reply(m_private->manager->get(request));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec(QEventLoop::ExcludeUserInputEvents);
    HttpAnswer answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.body = reply->read(bodyCap);
    for (const QByteArray& name : reply->rawHeaderList())
        answer.headers.insert(name.toLower(), reply->rawHeader(name));
    m_private->manager->clearConnectionCache();
    return answer;
}

}  // namespace installers
