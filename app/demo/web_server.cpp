#include "app/demo/web_server.h"

#include "app/demo/server_account.h"
#include "app/demo/text_file.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QThread>

namespace demo {

namespace {

/// Paths are relative to the prefix, which is the folder of this file: nginx has no way to quote a dollar in one.
constexpr auto configuration =
    R"(# Made by `cairn demo`. The page is up as long as maintenance.flag is there; no reload is needed.
worker_processes 1;
pid nginx.pid;
error_log error.log;
events { worker_connections 256; }
http {
    access_log access.log;
    client_body_temp_path tmp/body;
    proxy_temp_path tmp/proxy;
    fastcgi_temp_path tmp/fastcgi;
    uwsgi_temp_path tmp/uwsgi;
    scgi_temp_path tmp/scgi;
    # The language that a visitor names first.
    map $http_accept_language $page_language {
        default en;
        ~*^ar ar;
        ~*^de de;
        ~*^es es;
        ~*^fr fr;
        ~*^ja ja;
        ~*^(nb|nn|no) nb;
    }
    server {
        listen 127.0.0.1:%PORT%;
        error_page 503 @maintenance;
        location / {
            set $release 127.0.0.1:%SERVICE%;
            set $door open;
            if (-f maintenance.flag) { set $door closed; }
            if (-f maintenance.flag.allow/$remote_addr) { set $door $door-allowed; }
            if ($door = closed) { return 503; }
            if ($door = closed-allowed) { set $release 127.0.0.1:%PRIVATE%; }
            proxy_pass http://$release;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        }
        location @maintenance {
            root page;
            default_type text/html;
            charset utf-8;
            add_header Retry-After 30 always;
            add_header Cache-Control no-store always;
            add_header Content-Language $page_language always;
            add_header Vary Accept-Language always;
            try_files /maintenance.$page_language.html /maintenance.en.html =503;
        }
    }
}
)";

}  // namespace

WebServer::WebServer(const QString& siteFolder) : m_folder(siteFolder + QStringLiteral("/nginx")) {}

Made<QString> WebServer::program()
{
    const QString name = QStringLiteral("nginx");
    QString found = QStandardPaths::findExecutable(name);
    if (found.isEmpty()) {
        found = QStandardPaths::findExecutable(name, {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin")});
    }
    return found.isEmpty() ? Made<QString>(problem(ProblemCode::packageMissing, name)) : Made<QString>(found);
}

Made<void> WebServer::make(int port, int servicePort, int privatePort) const
{
    const auto account = ServerAccount::find();
    if (!account) {
        return tl::make_unexpected(account.error());
    }
    const QString text = QString::fromLatin1(configuration)
                             .replace(QStringLiteral("%PORT%"), QString::number(port))
                             .replace(QStringLiteral("%SERVICE%"), QString::number(servicePort))
                             .replace(QStringLiteral("%PRIVATE%"), QString::number(privatePort));
    if (!QDir().mkpath(m_folder + QStringLiteral("/tmp")) || !QDir().mkpath(m_folder + QStringLiteral("/page"))) {
        return problem(ProblemCode::cannotWrite, m_folder);
    }
    return account->checkReach(m_folder)
        .and_then([&] { return writeFile(m_folder + QStringLiteral("/nginx.conf"), text.toUtf8()); })
        .and_then([&] { return account->own(m_folder); })
        .and_then([&] { return account->own(m_folder + QStringLiteral("/tmp")); })
        .and_then([&] { return call({}); });
}

Made<void> WebServer::call(const QStringList& arguments) const
{
    const auto account = ServerAccount::find();
    const auto nginx = program();
    if (!account || !nginx) {
        return tl::make_unexpected(account ? nginx.error() : account.error());
    }
    const QStringList place{QStringLiteral("-p"),         m_folder + QLatin1Char('/'), QStringLiteral("-c"),
                            QStringLiteral("nginx.conf"), QStringLiteral("-e"),        QStringLiteral("error.log")};
    return account->run(*nginx, place + arguments, m_folder).map([](const QByteArray&) {});
}

bool WebServer::isRunning() const
{
    // A file that a power cut left may carry the number of another process.
    QFile file(m_folder + QStringLiteral("/nginx.pid"));
    const QString pid = file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll().trimmed()) : QString();
    QFile name(QStringLiteral("/proc/%1/comm").arg(pid));
    return !pid.isEmpty() && name.open(QIODevice::ReadOnly) && name.readAll().trimmed() == "nginx";
}

Made<void> WebServer::stop() const
{
    if (!isRunning()) {
        return {};
    }
    const QDeadlineTimer until(std::chrono::seconds(20));
    auto stopped = call({QStringLiteral("-s"), QStringLiteral("stop")});
    while (stopped && isRunning() && !until.hasExpired()) {
        QThread::msleep(10);
    }
    return stopped;
}

}  // namespace demo
