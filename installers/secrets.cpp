#include "installers/secrets.h"

#include "installers/text.h"

#include <QFile>
#include <QProcessEnvironment>
#include <algorithm>
#include <array>

namespace installers {

namespace {

/// Shorter ones would make words out of stars, and hide nothing.
constexpr qsizetype shortest = 4;

bool namesSecret(const QString& name)
{
    constexpr std::array endings{"PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY"};
    return std::any_of(endings.begin(), endings.end(),
                       [&](const char* ending) { return name.endsWith(QLatin1String(ending), Qt::CaseInsensitive); });
}

}  // namespace

Secrets::Secrets(const planner::Site& site, const SitePaths& paths)
{
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : environment.keys()) {
        if (namesSecret(name))
            m_secrets.append(environment.value(name).toLocal8Bit());
    }
    if (site.database && !site.database->passwordFile.empty()) {
        QFile file(paths.absolute(site.database->passwordFile));
        constexpr qint64 longestLine = 4096;
        if (file.open(QIODevice::ReadOnly))
            m_secrets.append(file.readLine(longestLine).trimmed());
    }
    m_secrets.removeIf([](const QByteArray& secret) { return secret.size() < shortest; });
    std::sort(m_secrets.begin(), m_secrets.end(),
              [](const QByteArray& a, const QByteArray& b) { return a.size() > b.size(); });
}

QByteArray Secrets::redacted(QByteArray text) const
{
    for (const QByteArray& secret : m_secrets)
        text.replace(secret, "***");
    return text;
}

}  // namespace installers
