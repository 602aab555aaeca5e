#include "app/demo/surroundings.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringList>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace demo {

namespace {

constexpr int firstPort = 18080;
constexpr int lastPort = 32000;

/// QCoreApplication would know too, but not every caller has one.
QString programFolder() { return QFileInfo(QFile::symLinkTarget(QStringLiteral("/proc/self/exe"))).path(); }

QString firstExisting(const QStringList& paths)
{
    for (const QString& path : paths) {
        if (QFileInfo::exists(path)) {
            return QDir::cleanPath(path);
        }
    }
    return {};
}

bool isFree(int port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return false;
    }
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<in_port_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool bound = ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(descriptor);
    return bound;
}

}  // namespace

Made<QString> findServer(const QString& wanted)
{
    const QString beside = programFolder();
    const QStringList places = wanted.isEmpty()
                                   ? QStringList{beside + QStringLiteral("/ledger-server"),
                                                 beside + QStringLiteral("/../tests/ledger/ledger-server"),
                                                 beside + QStringLiteral("/../ledger/ledger-server"),
                                                 beside + QStringLiteral("/../../tests/ledger/ledger-server")}
                                   : QStringList{QFileInfo(wanted).absoluteFilePath()};
    const QString found = firstExisting(places);
    if (found.isEmpty()) {
        return problem(ProblemCode::serverMissing, places.join(QStringLiteral(", ")));
    }
    return found;
}

Made<QString> findCatalog(const QString& wanted)
{
    const QStringList places =
        wanted.isEmpty() ? QStringList{QStringLiteral(CAIRN_SAMPLES_IN_SOURCE "/ledger"),
                                       programFolder() + QStringLiteral("/" CAIRN_SAMPLES_FROM_LIBEXEC "/ledger")}
                         : QStringList{QFileInfo(wanted).absoluteFilePath()};
    const QString found = firstExisting(places);
    if (found.isEmpty()) {
        return problem(ProblemCode::catalogMissing, places.join(QStringLiteral(", ")));
    }
    return found;
}

Made<int> findPorts(const QString& siteFolder, int count)
{
    const QByteArray hash = QCryptographicHash::hash(siteFolder.toUtf8(), QCryptographicHash::Sha256);
    const int groups = (lastPort - firstPort) / count;
    const int start = (static_cast<uchar>(hash[0]) * 256 + static_cast<uchar>(hash[1])) % groups;
    for (int offset = 0; offset < groups; ++offset) {
        const int first = firstPort + (start + offset) % groups * count;
        bool free = true;
        for (int port = first; port < first + count; ++port) {
            free = free && isFree(port);
        }
        if (free) {
            return first;
        }
    }
    return problem(ProblemCode::noPort, siteFolder);
}

}  // namespace demo
