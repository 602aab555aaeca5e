#include "installers/fence.h"

#include "installers/durable.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace installers {

namespace {

constexpr int lowestDescriptor = 10;
constexpr std::chrono::milliseconds betweenLooks{50};
constexpr qint64 sizeCap = 4096;

void writeOwner(int descriptor, World& world)
{
    const ProcessIdentity self = world.self();
    const QByteArray bytes =
        QJsonDocument(QJsonObject{{QStringLiteral("pid"), self.pid},
                                  {QStringLiteral("started"), self.started},
                                  {QStringLiteral("user"), self.user},
                                  {QStringLiteral("host"), self.host},
                                  {QStringLiteral("since"), world.now().toUTC().toString(Qt::ISODate)}})
            .toJson(QJsonDocument::Compact);
    if (::ftruncate(descriptor, 0) != 0 ||
        ::pwrite(descriptor, bytes.constData(), static_cast<std::size_t>(bytes.size()), 0) != bytes.size())
        errno = 0;  // only people read it
}

RunProblem stateProblem(const QString& path, int error)
{
    RunProblem problem = durable::systemProblem(path, error);
    problem.code = RunProblemCode::stateNotWritable;
    return problem;
}

}  // namespace

QString describe(const std::vector<ProcessName>& processes)
{
    QStringList names;
    for (const ProcessName& process : processes)
        names.append(QStringLiteral("%1 (%2)").arg(process.pid).arg(process.command));
    return names.join(QStringLiteral(", "));
}

std::optional<FenceOwner> readFenceOwner(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(file.read(sizeCap)).object();
    FenceOwner owner;
    owner.process.pid = object.value(QStringLiteral("pid")).toInteger();
    owner.process.started = object.value(QStringLiteral("started")).toString();
    owner.process.user = object.value(QStringLiteral("user")).toString();
    owner.process.host = object.value(QStringLiteral("host")).toString();
    owner.since = object.value(QStringLiteral("since")).toString();
    if (owner.process.pid <= 0)
        return std::nullopt;
    return owner;
}

Fence::Fence(int descriptor) : m_descriptor(descriptor) {}

Fence::~Fence() { ::close(m_descriptor); }

Done<std::unique_ptr<Fence>> Fence::take(const QString& path, World& world, std::chrono::milliseconds patience)
{
    const int low = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (low < 0)
        return tl::unexpected(stateProblem(path, errno));
    const int descriptor = ::fcntl(low, F_DUPFD_CLOEXEC, lowestDescriptor);
    const int duplicateError = errno;
    ::close(low);
    if (descriptor < 0)
        return tl::unexpected(stateProblem(path, duplicateError));
    std::unique_ptr<Fence> fence(new Fence(descriptor));

    std::chrono::milliseconds waited{0};
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK)
            return tl::unexpected(stateProblem(path, errno));
        const std::optional<FenceOwner> owner = readFenceOwner(path);
        if (owner && world.isAlive(owner->process)) {
            const QString who = QStringLiteral("%1@%2, process %3")
                                    .arg(owner->process.user, owner->process.host)
                                    .arg(owner->process.pid);
            return tl::unexpected(RunProblem{RunProblemCode::siteBusy, who, owner->since, {}});
        }
        if (waited >= patience)
            return tl::unexpected(RunProblem{
                RunProblemCode::orphan, describe(world.holders(path)), owner ? owner->since : QString(), {}});
        world.sleep(betweenLooks);
        waited += betweenLooks;
    }
    // A runner that leaves nothing behind removes the folder that it made, and with it the file that it had locked.
    struct stat locked = {};
    struct stat named = {};
    if (::fstat(descriptor, &locked) != 0 || ::stat(QFile::encodeName(path).constData(), &named) != 0 ||
        locked.st_dev != named.st_dev || locked.st_ino != named.st_ino)
        return tl::unexpected(stateProblem(path, ESTALE));
    writeOwner(descriptor, world);
    return fence;
}

}  // namespace installers
