#pragma once

#include "installers/data_member.h"

namespace installers {

/// What only programs of the site can save and bring back: a directory server, a queue, a search index. They are
/// argument lists that may use {backup}, the folder in the set, and verify also {scratch}, an empty one that is removed
/// afterwards, beside the placeholders of steps. They run in the site's folder and hold the fence.
///
/// `restore` acts at the moment of the exchange, because nothing can be put beside; killed in the middle it runs again,
/// so twice must be the same as once.
class CommandData : public DataMember {
public:
    CommandData(const RunContext& context, const planner::SiteData& entry)
        : DataMember(context, QString::fromStdString(entry.name), {}), m_entry(entry)
    {
    }
    static constexpr const char* kindName = "command";
    [[nodiscard]] const char* kind() const override { return kindName; }
    [[nodiscard]] static bool covers(const planner::SiteData& entry, const RunContext& context);
    [[nodiscard]] static std::unique_ptr<DataMember> make(const planner::SiteData& entry, const RunContext& context);

    [[nodiscard]] Done<void> check() override;
    [[nodiscard]] Done<DataSize> size() override;
    [[nodiscard]] Done<QJsonObject> take(const QString& to, Consistency consistency) override;
    [[nodiscard]] Done<void> verify(const StoredMember& stored, const QString& scratch) override;
    [[nodiscard]] Done<void> putBeside(const StoredMember& stored) override;
    [[nodiscard]] Done<void> exchange(const StoredMember& stored) override;
    [[nodiscard]] Done<void> dropBeside() override { return {}; }

private:
    [[nodiscard]] Done<QStringList> expand(const std::vector<std::string>& program, const QString& backup,
                                           const QString& scratch) const;
    [[nodiscard]] Done<QByteArray> call(const std::vector<std::string>& program, const QString& backup,
                                        const QString& scratch = {}) const;
    [[nodiscard]] RunProblem failed(const QString& words) const;
    const planner::SiteData& m_entry;
};

}  // namespace installers
