#include "app/cli/answer_stream.h"

#include "app/cli/exit_code.h"
#include "app/cli/output.h"

#include <QFile>
#include <QSaveFile>

namespace cli {

namespace {

constexpr qsizetype enoughToWrite = 64 * 1024;

std::unique_ptr<QFileDevice> fileAt(const QString& path)
{
    if (isStream(path)) {
        return std::make_unique<QFile>(path);
    }
    return std::make_unique<QSaveFile>(path);
}

/// What was written takes its place; a device has it already.
bool commit(QFileDevice& file)
{
    auto* saved = qobject_cast<QSaveFile*>(&file);
    return saved == nullptr ? file.flush() : saved->commit();
}

}  // namespace

AnswerStream::AnswerStream(Console& console, const QString& file) : m_console(console), m_path(file)
{
    if (!file.isEmpty() && file != QStringLiteral("-")) {
        m_file = fileAt(file);
        m_failed = !m_file->open(isStream(file) ? QIODevice::WriteOnly | QIODevice::Unbuffered : QIODevice::WriteOnly);
    }
}

void AnswerStream::write(std::string_view utf8)
{
    m_collected.append(utf8.data(), static_cast<qsizetype>(utf8.size()));
    if (m_collected.size() >= enoughToWrite) {
        flush();
    }
}

void AnswerStream::flush()
{
    if (m_file == nullptr) {
        m_console.answer(m_collected);
    } else if (!m_failed) {
        m_failed = m_file->write(m_collected) != m_collected.size();
    }
    m_collected.clear();
}

void AnswerStream::discard()
{
    m_collected.clear();
    if (auto* saved = qobject_cast<QSaveFile*>(m_file.get())) {
        saved->cancelWriting();
    }
}

std::optional<int> AnswerStream::finish()
{
    flush();
    if (m_file == nullptr) {
        return std::nullopt;
    }
    if (m_failed || !commit(*m_file)) {
        const QString subject = QStringLiteral("%1 (%2)").arg(m_path, m_file->errorString());
        m_console.complain(catalog::Error{catalog::ErrorCode::cannotWrite, {}, subject.toStdString(), {}, {}});
        return code(Exit::internalError);
    }
    return std::nullopt;
}

}  // namespace cli
