#include "installers/dpkg.h"

#include "installers/durable.h"
#include "installers/fence.h"
#include "installers/secrets.h"
#include "installers/text.h"
#include "installers/world_posix.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <array>
#include <unistd.h>

namespace installers {

namespace {

constexpr std::chrono::hours usualTimeout{1};
constexpr std::chrono::milliseconds betweenTries{500};
constexpr qsizetype largestControl = 1 << 20;
// dpkg wants ldconfig and start-stop-daemon, which an ordinary user's path does not have.
const QString systemPath = QStringLiteral("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

const QMap<QString, QString>& surroundings()
{
    static const QMap<QString, QString> variables{{QStringLiteral("DEBIAN_FRONTEND"), QStringLiteral("noninteractive")},
                                                  {QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8")},
                                                  {QStringLiteral("PATH"), systemPath}};
    return variables;
}

QString field(const QByteArray& control, const char* name)
{
    const QRegularExpression line(QStringLiteral("^%1:[ \\t]*(.*?)[ \\t]*$").arg(QLatin1String(name)),
                                  QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    return line.match(QString::fromUtf8(control)).captured(1);
}

bool isLocked(const ProgramResult& result)
{
    return result.end == ProgramResult::End::exited && result.code == 2 &&
           result.output.contains("locked by another process");
}

PackageState::Kind kindOf(const QString& word)
{
    struct Word {
        const char* text;
        PackageState::Kind kind;
    };
    constexpr std::array<Word, 8> words{Word{"not-installed", PackageState::Kind::absent},
                                        Word{"config-files", PackageState::Kind::absent},
                                        Word{"installed", PackageState::Kind::installed},
                                        Word{"unpacked", PackageState::Kind::unconfigured},
                                        Word{"half-configured", PackageState::Kind::unconfigured},
                                        Word{"triggers-awaited", PackageState::Kind::unconfigured},
                                        Word{"triggers-pending", PackageState::Kind::unconfigured},
                                        Word{"half-installed", PackageState::Kind::halfInstalled}};
    for (const Word& known : words) {
        if (word == QLatin1String(known.text))
            return known.kind;
    }
    return PackageState::Kind::halfInstalled;
}

}  // namespace

QString DebFile::name() const
{
    return architecture == QLatin1String("all") ? package : package + QLatin1Char(':') + architecture;
}

Dpkg::Dpkg(const StepContext& context) : m_context(context)
{
    if (!context.site.packages.root.empty())
        m_root = context.paths.absolute(context.site.packages.root);
}

QString Dpkg::database() const { return m_root + QStringLiteral("/var/lib/dpkg"); }

QStringList Dpkg::place() const
{
    if (m_root.isEmpty())
        return {};
    return {QStringLiteral("--root=") + m_root};
}

Done<void> Dpkg::check() const
{
    for (const char* const program : {"dpkg", "dpkg-deb", "dpkg-query"}) {
        if (findProgram(QLatin1String(program), m_context.paths.site).isEmpty())
            return tl::unexpected(RunProblem{RunProblemCode::programMissing, QLatin1String(program),
                                             QStringLiteral("deb"), m_context.name});
    }
    if (!QFileInfo(database() + QStringLiteral("/status")).isReadable())
        return tl::unexpected(RunProblem{RunProblemCode::packageUnfit, m_context.name,
                                         database() + QStringLiteral("/status cannot be read"), m_context.name});
    const bool isOurs = !m_root.isEmpty() && QFileInfo(database()).isWritable();
    if (m_context.site.packages.as.empty()) {
        if (::geteuid() == 0 || isOurs)
            return {};
        return tl::unexpected(RunProblem{RunProblemCode::packageRights, QStringLiteral("dpkg"), {}, m_context.name});
    }
    if (auto allowed = change({QStringLiteral("--version")}); !allowed)
        return tl::unexpected(RunProblem{RunProblemCode::packageRights, text(m_context.site.packages.as.front()),
                                         allowed.error().detail, m_context.name});
    return {};
}

ProgramResult Dpkg::ask(const QString& program, const QStringList& arguments) const
{
    ProgramCall call;
    call.arguments = QStringList{program} + arguments;
    call.workingFolder = m_context.paths.site;
    call.environment = surroundings();
    call.outputLimit = largestControl;
    call.fence = m_context.fence;
    ProgramResult result = m_context.world.run(call);
    result.output = Secrets(m_context.site, m_context.paths).redacted(result.output);
    return result;
}

Done<DebFile> Dpkg::read(const QString& path) const
{
    const ProgramResult result = ask(QStringLiteral("dpkg-deb"), {QStringLiteral("--field"), path});
    DebFile file{path,
                 field(result.output, "Package"),
                 field(result.output, "Version"),
                 field(result.output, "Architecture"),
                 field(result.output, "Multi-Arch"),
                 result.output};
    static const QRegularExpression name(QStringLiteral("^[a-z0-9][a-z0-9+.-]+$"));
    static const QRegularExpression version(QStringLiteral("^[0-9][A-Za-z0-9.+:~-]*$"));
    static const QRegularExpression architecture(QStringLiteral("^[a-z0-9][a-z0-9-]*$"));
    if (!result.succeeded() || !name.match(file.package).hasMatch() || !version.match(file.version).hasMatch() ||
        !architecture.match(file.architecture).hasMatch())
        return tl::unexpected(
            RunProblem{RunProblemCode::packageUnfit, QFileInfo(path).fileName(), lastWords(result), m_context.name});
    return file;
}

Done<PackageState> Dpkg::state(const DebFile& file) const
{
    QStringList arguments = place();
    arguments +=
        {QStringLiteral("--show"),
         QStringLiteral("--showformat=cairn\\t${Architecture}\\t${Version}\\t${db:Status-Status}\\n"), file.package};
    const ProgramResult result = ask(QStringLiteral("dpkg-query"), arguments);
    const bool isUnknown = result.end == ProgramResult::End::exited && result.code == 1 && !result.leftBehind;
    if (!result.succeeded() && !isUnknown)
        return tl::unexpected(stepFailed(m_context, lastWords(result)));
    PackageState state;
    for (const QByteArray& line : result.output.split('\n')) {
        const QStringList fields = QString::fromUtf8(line).split(QLatin1Char('\t'));
        if (fields.size() != 4 || fields.at(0) != QLatin1String("cairn"))
            continue;
        // Where several architectures are installed beside each other, the others' are not this package.
        const bool other = fields.at(1) != file.architecture && fields.at(1) != QLatin1String("all") &&
                           file.architecture != QLatin1String("all") && file.multiArch == QLatin1String("same");
        if (!other)
            state = PackageState{kindOf(fields.at(3)), fields.at(2), fields.at(3)};
    }
    return state;
}

bool Dpkg::isRunning(const DebFile& file) const
{
    QStringList beginnings{file.path, database() + QStringLiteral("/tmp.ci/")};
    for (const QString& folder : {database(), QStringLiteral("/var/lib/dpkg")}) {
        for (const char* const script : {"preinst", "postinst", "prerm", "postrm"}) {
            for (const QString& name : {file.package, file.package + QLatin1Char(':') + file.architecture})
                beginnings.append(QStringLiteral("%1/info/%2.%3").arg(folder, name, QLatin1String(script)));
        }
        if (m_root.isEmpty() || !QFileInfo::exists(m_root + QStringLiteral("/bin/sh")))
            break;
    }
    return !m_context.world.programsWith(beginnings).empty();
}

QString Dpkg::lockHolder(const QByteArray& output) const
{
    static const QRegularExpression form(QStringLiteral("with pid ([0-9]+)"));
    const qint64 pid = form.match(QString::fromUtf8(output)).captured(1).toLongLong();
    for (const char* const lock : {"/lock-frontend", "/lock"}) {
        for (const ProcessName& process : m_context.world.holders(database() + QLatin1String(lock))) {
            if (process.pid == pid || pid == 0)
                return describe({process});
        }
    }
    return QString::number(pid);
}

Done<void> Dpkg::change(const QStringList& arguments) const
{
    ProgramCall call;
    for (const std::string& word : m_context.site.packages.as)
        call.arguments.append(text(word));
    if (call.arguments.isEmpty()) {
        call.environment = surroundings();
    } else {
        // sudo and its like hand no environment on.
        call.arguments.append(QStringLiteral("/usr/bin/env"));
        for (auto it = surroundings().cbegin(); it != surroundings().cend(); ++it)
            call.arguments.append(it.key() + QLatin1Char('=') + *it);
    }
    const QString dpkg = findProgram(QStringLiteral("dpkg"), m_context.paths.site);
    call.arguments.append(dpkg.isEmpty() ? QStringLiteral("dpkg") : dpkg);
    call.arguments += place();
    if (!m_root.isEmpty()) {
        call.arguments.append(QStringLiteral("--log=%1/var/log/dpkg.log").arg(m_root));
        if (!QFileInfo::exists(m_root + QStringLiteral("/bin/sh")))
            call.arguments.append(QStringLiteral("--force-script-chrootless"));
        if (m_context.site.packages.as.empty() && ::geteuid() != 0)
            call.arguments.append(QStringLiteral("--force-not-root"));
    }
    call.arguments.append(QStringLiteral("--force-confold"));
    call.arguments += arguments;
    call.workingFolder = m_context.paths.site;
    call.timeout = m_context.step.step.timeout
                       ? std::chrono::duration_cast<std::chrono::milliseconds>(*m_context.step.step.timeout)
                       : std::chrono::duration_cast<std::chrono::milliseconds>(usualTimeout);
    call.fence = m_context.fence;
    const std::chrono::milliseconds until = m_context.world.steady() + m_context.site.packages.lockWait;
    ProgramResult result = m_context.world.run(call);
    while (isLocked(result) && m_context.world.steady() < until) {
        m_context.world.sleep(betweenTries);
        result = m_context.world.run(call);
    }
    result.output = Secrets(m_context.site, m_context.paths).redacted(result.output);
    keepOutput(m_context, result.output);
    if (isLocked(result))
        return tl::unexpected(
            RunProblem{RunProblemCode::packagesLocked, lockHolder(result.output), {}, m_context.name});
    if (!result.succeeded())
        return tl::unexpected(programProblem(m_context.world, m_context.paths.fence, result, m_context.name));
    // dpkg flushes its own files, its packages' scripts seldom theirs.
    durable::flushEverything();
    return {};
}

}  // namespace installers
