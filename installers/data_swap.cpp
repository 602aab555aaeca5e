#include "installers/data_swap.h"

#include "installers/durable.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace installers {

namespace {

using Place = DataMember::Place;

constexpr const char* swapFormat = "cairn-swap/1";

RunProblem stoppedAt(std::size_t at, const std::vector<SwapItem>& items, const RunProblem& why)
{
    QStringList exchanged;
    QStringList waiting;
    for (std::size_t i = 0; i < items.size(); ++i)
        (i < at ? exchanged : waiting).append(items[i].member->name());
    const QString words = why.detail.isEmpty() ? why.subject : why.subject + QStringLiteral(": ") + why.detail;
    return RunProblem{RunProblemCode::dataSwapFailed,
                      items[at].member->name(),
                      exchanged.join(QStringLiteral(", ")) + QLatin1Char('\n') + waiting.join(QStringLiteral(", ")) +
                          QLatin1Char('\n') + words,
                      {}};
}

}  // namespace

std::vector<DataSwap::Entry> DataSwap::read() const
{
    QFile file(m_marker);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    if (object.value(QStringLiteral("format")).toString() != QLatin1String(swapFormat))
        return {};
    std::vector<Entry> entries;
    const QJsonArray members = object.value(QStringLiteral("members")).toArray();
    entries.reserve(static_cast<std::size_t>(members.size()));
    for (const auto& value : members) {
        const QJsonObject member = value.toObject();
        entries.push_back(Entry{member.value(QStringLiteral("name")).toString(),
                                member.value(QStringLiteral("fresh")).toString(),
                                member.value(QStringLiteral("done")).toBool()});
    }
    return entries;
}

Done<void> DataSwap::write(const std::vector<Entry>& entries) const
{
    QJsonArray members;
    for (const Entry& entry : entries)
        members.append(QJsonObject{{QStringLiteral("name"), entry.name},
                                   {QStringLiteral("fresh"), entry.fresh},
                                   {QStringLiteral("done"), entry.done}});
    const QJsonObject object{{QStringLiteral("format"), QLatin1String(swapFormat)},
                             {QStringLiteral("members"), members}};
    return durable::makeFolder(QFileInfo(m_marker).absolutePath()).and_then([&] {
        return durable::write(m_marker, QJsonDocument(object).toJson());
    });
}

Done<bool> DataSwap::isBegun(const std::vector<SwapItem>& items) const
{
    const std::vector<Entry> entries = read();
    if (entries.empty() || entries.size() != items.size())
        return false;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (entries[i].name != items[i].member->name())
            return false;
        if (entries[i].fresh.isEmpty())
            continue;
        const auto live = items[i].member->identity(Place::live);
        const auto beside = items[i].member->identity(Place::beside);
        if (!live || !beside)
            return tl::unexpected(live ? beside.error() : live.error());
        if (*live != entries[i].fresh && *beside != entries[i].fresh)
            return false;
    }
    return true;
}

Done<void> DataSwap::begin(const std::vector<SwapItem>& items)
{
    std::vector<Entry> entries;
    entries.reserve(items.size());
    for (const SwapItem& item : items) {
        auto fresh = item.member->identity(Place::beside);
        if (!fresh)
            return tl::unexpected(fresh.error());
        entries.push_back(Entry{item.member->name(), *fresh, false});
    }
    m_world.boundary("before-swap-begins");
    auto written = write(entries);
    m_world.boundary("swap-begun");
    return written;
}

Done<void> DataSwap::exchange(const SwapItem& item, Entry& entry, const std::vector<Entry>& all)
{
    const auto isLive = [&]() -> Done<bool> {
        if (entry.fresh.isEmpty())
            return entry.done;
        return item.member->identity(Place::live).map([&](const QString& live) { return live == entry.fresh; });
    };
    auto live = isLive();
    if (live && !*live) {
        m_world.boundary("before-swap");
        if (auto exchanged = item.member->exchange(item.stored); !exchanged)
            return exchanged;
        entry.done = true;
        if (auto written = entry.fresh.isEmpty() ? write(all) : Done<void>(); !written)
            return written;
        m_world.boundary("swapped");
        live = isLive();
    }
    if (!live)
        return tl::unexpected(live.error());
    if (!*live)
        return tl::unexpected(RunProblem{RunProblemCode::internal, item.member->where(), {}, {}});
    return item.member->settle();
}

Done<void> DataSwap::finish(const std::vector<SwapItem>& items)
{
    std::vector<Entry> entries = read();
    if (entries.size() != items.size())
        return tl::unexpected(RunProblem{RunProblemCode::internal, m_marker, {}, {}});
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (auto exchanged = exchange(items[i], entries[i], entries); !exchanged)
            return tl::unexpected(exchanged.error().code == RunProblemCode::orphan
                                      ? exchanged.error()
                                      : stoppedAt(i, items, exchanged.error()));
    }
    return forget();
}

Done<void> DataSwap::forget() { return durable::remove(m_marker); }

}  // namespace installers
