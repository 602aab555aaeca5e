#include "installers/postgres_connection.h"

#include <QCryptographicHash>
#include <QFile>
#include <QUrl>
#include <QUrlQuery>
#include <array>
#include <sys/stat.h>

namespace installers {

namespace {

using Code = RunProblemCode;
using Parameters = QMap<QString, QString>;

constexpr qsizetype longestSessionName = 63;
constexpr qint64 passwordCap = 4096;

RunProblem invalid(const QString& part) { return RunProblem{Code::connectionInvalid, part, {}, {}}; }

/// keyword = value, the value in single quotes where it has spaces; \ takes the next character as it stands.
class KeywordReader {
public:
    explicit KeywordReader(const QString& text) : m_text(text) {}

    Done<Parameters> read()
    {
        Parameters parameters;
        for (skipSpace(); m_at < m_text.size(); skipSpace()) {
            const qsizetype begin = m_at;
            while (m_at < m_text.size() && !m_text.at(m_at).isSpace() && m_text.at(m_at) != QLatin1Char('='))
                ++m_at;
            const QString name = m_text.mid(begin, m_at - begin);
            skipSpace();
            if (name.isEmpty() || m_at >= m_text.size() || m_text.at(m_at) != QLatin1Char('='))
                return tl::unexpected(invalid(name.isEmpty() ? m_text.mid(begin) : name));
            ++m_at;
            skipSpace();
            const auto value = readValue();
            if (!value)
                return tl::unexpected(invalid(name));
            parameters.insert(name, *value);
        }
        return parameters;
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && m_text.at(m_at).isSpace())
            ++m_at;
    }
    std::optional<QString> readValue()
    {
        const QLatin1Char quote('\'');
        const bool quoted = m_at < m_text.size() && m_text.at(m_at) == quote;
        m_at += quoted ? 1 : 0;
        QString value;
        for (; m_at < m_text.size(); ++m_at) {
            QChar c = m_text.at(m_at);
            if (quoted ? c == quote : c.isSpace())
                break;
            if (c == QLatin1Char('\\') && m_at + 1 < m_text.size())
                c = m_text.at(++m_at);
            value += c;
        }
        if (quoted && m_at++ >= m_text.size())
            return std::nullopt;
        return value;
    }

    QString m_text;
    qsizetype m_at = 0;
};

/// postgresql://user@host:port/database?keyword=value
Done<Parameters> readUri(const QString& text)
{
    const QUrl uri(text, QUrl::StrictMode);
    if (!uri.isValid())
        return tl::unexpected(invalid(QStringLiteral("connection")));
    Parameters parameters;
    const auto put = [&](const char* name, const QString& value) {
        if (!value.isEmpty())
            parameters.insert(QString::fromLatin1(name), value);
    };
    put("host", uri.host(QUrl::FullyDecoded));
    put("port", uri.port() < 0 ? QString() : QString::number(uri.port()));
    put("user", uri.userName(QUrl::FullyDecoded));
    put("password", uri.password(QUrl::FullyDecoded));
    put("dbname", uri.path(QUrl::FullyDecoded).mid(1));
    for (const auto& [name, value] : QUrlQuery(uri).queryItems(QUrl::FullyDecoded))
        parameters.insert(name, value);
    return parameters;
}

Done<Parameters> readConnection(const QString& text)
{
    for (const char* const scheme : {"postgresql://", "postgres://"}) {
        if (text.startsWith(QLatin1String(scheme)))
            return readUri(text);
    }
    return KeywordReader(text).read();
}

Done<QString> readPassword(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    QFile file(path);
    struct stat status = {};
    if (!file.open(QIODevice::ReadOnly) || ::stat(name.constData(), &status) != 0)
        return tl::unexpected(RunProblem{Code::passwordFileUnreadable, path, file.errorString(), {}});
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return tl::unexpected(RunProblem{Code::passwordFileOpen, path, {}, {}});
    QString password = QString::fromUtf8(file.readLine(passwordCap));
    while (password.endsWith(QLatin1Char('\n')) || password.endsWith(QLatin1Char('\r')))
        password.chop(1);
    if (password.isEmpty())
        return tl::unexpected(
            RunProblem{Code::passwordFileUnreadable, path, QStringLiteral("its first line is empty"), {}});
    return password;
}

QString conninfoValue(const QString& value)
{
    QString text = value;
    text.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('\''), QLatin1String("\\'"));
    return QLatin1Char('\'') + text + QLatin1Char('\'');
}

}  // namespace

Done<PostgresConnection> PostgresConnection::of(const planner::Site& site, const SitePaths& paths)
{
    const QString database = QStringLiteral("dbname");
    if (!site.database || site.database->connection.empty())
        return tl::unexpected(invalid(QStringLiteral("connection")));
    auto parameters = readConnection(QString::fromStdString(site.database->connection));
    if (!parameters)
        return tl::unexpected(parameters.error());
    for (const char* const secret : {"password", "sslpassword"}) {
        if (parameters->contains(QLatin1String(secret)))
            return tl::unexpected(RunProblem{Code::passwordInConnection, QString::fromLatin1(secret), {}, {}});
    }
    if (parameters->value(database).isEmpty())
        return tl::unexpected(invalid(database));
    PostgresConnection connection;
    connection.m_parameters = *parameters;
    connection.m_programs = site.database->programs.empty() ? QString() : paths.absolute(site.database->programs);
    connection.m_password = qEnvironmentVariable("PGPASSWORD");
    if (!site.database->passwordFile.empty()) {
        auto password = readPassword(paths.absolute(site.database->passwordFile));
        if (!password)
            return tl::unexpected(password.error());
        connection.m_password = *password;
    }
    return connection;
}

PostgresConnection PostgresConnection::to(const QString& database) const
{
    PostgresConnection other = *this;
    other.m_parameters.insert(QStringLiteral("dbname"), database);
    return other;
}

QString PostgresConnection::database() const { return m_parameters.value(QStringLiteral("dbname")); }

QString PostgresConnection::where() const
{
    QString host = m_parameters.value(QStringLiteral("host"), m_parameters.value(QStringLiteral("hostaddr")));
    if (host.isEmpty())
        host = QStringLiteral("localhost");
    const QString port = m_parameters.value(QStringLiteral("port"));
    return QStringLiteral("%1 at %2").arg(database(), port.isEmpty() ? host : host + QLatin1Char(':') + port);
}

QString PostgresConnection::conninfo(const QString& session) const
{
    Parameters parameters = m_parameters;
    if (!session.isEmpty())
        parameters.insert(QStringLiteral("application_name"), session);
    const std::array<std::pair<const char*, const char*>, 2> defaults{
        {{"connect_timeout", "10"}, {"target_session_attrs", "read-write"}}};
    for (const auto& [name, value] : defaults) {
        if (!parameters.contains(QLatin1String(name)))
            parameters.insert(QString::fromLatin1(name), QString::fromLatin1(value));
    }
    QStringList texts;
    for (auto it = parameters.cbegin(); it != parameters.cend(); ++it)
        texts.append(it.key() + QLatin1Char('=') + conninfoValue(it.value()));
    return texts.join(QLatin1Char(' '));
}

QMap<QString, QString> PostgresConnection::environment() const
{
    QMap<QString, QString> environment{{QStringLiteral("PGCLIENTENCODING"), QStringLiteral("UTF8")},
                                       {QStringLiteral("LC_MESSAGES"), QStringLiteral("C")}};
    if (!m_password.isEmpty())
        environment.insert(QStringLiteral("PGPASSWORD"), m_password);
    return environment;
}

QString PostgresConnection::program(const QString& name) const
{
    return m_programs.isEmpty() ? name : m_programs + QLatin1Char('/') + name;
}

QString PostgresConnection::redacted(const QString& text) const
{
    return m_password.isEmpty() ? text : QString(text).replace(m_password, QStringLiteral("***"));
}

QString sessionName(const QString& run, const QString& step)
{
    const QString prefix = QStringLiteral("cairn:%1:").arg(run);
    const QByteArray bytes = step.toUtf8();
    if (prefix.size() + bytes.size() <= longestSessionName && bytes.size() == step.size())
        return prefix + step;
    constexpr qsizetype hashLength = 12;
    const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(hashLength);
    QString head;
    for (const QChar c : step) {
        if (head.size() >= longestSessionName - prefix.size() - hashLength - 1)
            break;
        head += c.unicode() > ' ' && c.unicode() < 0x7f ? c : QLatin1Char('?');
    }
    return prefix + head + QLatin1Char('-') + QString::fromLatin1(hash);
}

}  // namespace installers
