#include "app/demo/site_text.h"

#include "app/demo/postgres_cluster.h"
#include "app/demo/web_server.h"

namespace demo {

namespace {

/// YAML's double quotes.
QString quotedScalar(QString text)
{
    text.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('"'), QStringLiteral("\\\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString databaseText(const MadeSite& site, qint64 size)
{
    if (site.connection.isEmpty()) {
        return QStringLiteral(" {kind: sqlite, path: data/ledger.db, schema: 32, compat: 30, size: %1}").arg(size);
    }
    return QStringLiteral(R"(
  kind: postgresql
  connection: %1
  programs: %2
  schema: 32
  compat: 30
  size: %3)")
        .arg(quotedScalar(site.connection), PostgresCluster::programs().value_or(QString()))
        .arg(size);
}

QString maintenanceText(const MadeSite& site)
{
    return site.connection.isEmpty()
               ? QStringLiteral("{kind: page, listen: \"127.0.0.1:%1\"}").arg(site.port)
               : QStringLiteral("{kind: flag, file: %1, pages: %2, allow: [127.0.0.2]}")
                     .arg(QLatin1StringView(WebServer::flagFile), QLatin1StringView(WebServer::pageFolder));
}

}  // namespace

QByteArray siteText(const MadeSite& site, qint64 size)
{
    return QStringLiteral(R"(# A company that has run Ledger since 2011, made by `cairn demo`.
cairn-site: 1
product: ledger
name: "Harbour Trading, Bergen"
version: %1
database:%2
channels: [stable]
facts: {edition: standard, multi_currency: true, rows: %3}
nodes: [{name: harbour1}]
releases: releases
artefacts: artefacts
backups: backups
state: .cairn
data: [{database: %4}, {folder: attachments}]
service:
  start: ["{releases}/current/bin/ledger", start, "{port}"]
  stop: ["{releases}/current/bin/ledger", stop]
  health: {url: "http://127.0.0.1:{port}/health", expect: "{to}", timeout: 30s}
  port: %5
  private_port: %6
maintenance: %7
windows: ["Sat 22:00-04:00 Europe/Oslo"]
)")
        .arg(site.version, databaseText(site, size))
        .arg(site.postings)
        .arg(site.connection.isEmpty() ? QStringLiteral("data") : QStringLiteral("ledger"))
        .arg(site.servicePort)
        .arg(site.privatePort)
        .arg(maintenanceText(site))
        .toUtf8();
}

}  // namespace demo
