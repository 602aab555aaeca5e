#include "app/cli/trust_input.h"

#include <QDir>
#include <unistd.h>

namespace cli {

namespace {

/// Of the specification: what is not absolute does not count.
QString userFolder(const char* variable, const QString& belowHome)
{
    QString named = qEnvironmentVariable(variable);
    if (QDir::isAbsolutePath(named)) {
        return named;
    }
    const QString home = qEnvironmentVariable("HOME");
    return QDir::isAbsolutePath(home) ? home + QLatin1Char('/') + belowHome : QString();
}

}  // namespace

catalog::TrustPlaces trustPlaces(const QString& folder)
{
    const auto placed = [](const QString& keys, const QString& sequences) {
        return catalog::TrustPlace{keys.toStdString(), sequences.toStdString()};
    };
    if (!folder.isEmpty()) {
        const catalog::TrustPlace named =
            placed(folder + QStringLiteral("/keys"), folder + QStringLiteral("/sequences"));
        return {{named}, named};
    }
    const catalog::TrustPlace machine =
        placed(QStringLiteral("/etc/cairn/keys"), QStringLiteral("/var/lib/cairn/sequences"));
    if (::geteuid() == 0) {
        return {{machine}, machine};
    }
    const QString config = userFolder("XDG_CONFIG_HOME", QStringLiteral(".config"));
    const QString state = userFolder("XDG_STATE_HOME", QStringLiteral(".local/state"));
    if (config.isEmpty() || state.isEmpty()) {
        return {{machine}, std::nullopt};
    }
    const catalog::TrustPlace own =
        placed(config + QStringLiteral("/cairn/keys"), state + QStringLiteral("/cairn/sequences"));
    return {{machine, own}, own};
}

catalog::Result<catalog::PublicKey> readKey(const QString& text)
{
    const std::string key = text.toStdString();
    if (catalog::Result<catalog::PublicKey> written = catalog::readPublicKey(key, {})) {
        return written;
    }
    return catalog::readPublicKeyFile(key);
}

catalog::Date today(const Console& console)
{
    const QDate day = console.streams().now().date();
    return std::chrono::sys_days{std::chrono::days{QDate(1970, 1, 1).daysTo(day)}};
}

}  // namespace cli
