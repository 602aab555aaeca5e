#pragma once

#include "installers/data_member.h"
#include "installers/file_tree.h"

namespace installers {

/// A folder of files. Its bytes lie in a set as the folder itself, so that anybody can look into it; proved by the
/// digest of the tree. Put back and exchanged as a whole: what a failed upgrade left in it goes with it.
class FolderData : public DataMember {
public:
    FolderData(const RunContext& context, const QString& name, const QString& path) : DataMember(context, name, path) {}
    static constexpr const char* kindName = "folder";
    [[nodiscard]] const char* kind() const override { return kindName; }
    [[nodiscard]] static bool covers(const planner::SiteData& entry, const RunContext& context);
    [[nodiscard]] static std::unique_ptr<DataMember> make(const planner::SiteData& entry, const RunContext& context);

    [[nodiscard]] Done<void> check() override;
    [[nodiscard]] Done<DataSize> size() override;
    [[nodiscard]] Done<QJsonObject> take(const QString& to, Consistency consistency) override;
    [[nodiscard]] Done<void> verify(const StoredMember& stored, const QString& scratch) override;
    [[nodiscard]] Done<void> putBeside(const StoredMember& stored) override;
    [[nodiscard]] Done<void> copyBeside() override;
    [[nodiscard]] bool canCopy() const override { return true; }
    [[nodiscard]] Done<void> exchange(const StoredMember& stored) override;
    [[nodiscard]] Done<void> settle() override;
    [[nodiscard]] Done<void> dropBeside() override;
    [[nodiscard]] Done<QString> identity(Place place) override;

    /// Beside the folder itself, hidden, on the same file system.
    [[nodiscard]] QString beside() const;

protected:
    /// Copies the folder to `to`. In the answer: whatever proves it beside the digest of the tree.
    [[nodiscard]] virtual Done<QJsonObject> copyTo(const QString& to, Consistency consistency, TreeManifest& tree);
    /// Compares a copy with what copyTo() said.
    [[nodiscard]] virtual Done<void> compare(const QString& folder, const QJsonObject& told);
    [[nodiscard]] RunProblem differs(const QString& what) const;

private:
    [[nodiscard]] Done<void> putAt(const StoredMember& stored, const QString& to);
};

/// A site file's entry as an absolute path, and what people call it.
[[nodiscard]] QString pathOf(const planner::SiteData& entry, const RunContext& context);
[[nodiscard]] QString nameOf(const planner::SiteData& entry, const RunContext& context);

}  // namespace installers
