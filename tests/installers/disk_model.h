#pragma once

#include "tests/installers/write_log.h"

#include <QMap>
#include <memory>
#include <random>
#include <set>

namespace power {

/// What a machine finds of the writes that nothing had flushed when the power went.
enum class Loss {
    all,    ///< none of them, names neither
    bytes,  ///< all names, no bytes: files that are renamed before they are flushed are empty
    part    ///< of each folder's names as many as chance lets, of bytes any, torn at sectors of 512
};

/// A folder on a disk that loses power. Bytes last when their file was flushed after they were written, names when
/// their folder was flushed after they were given; nothing else lasts for certain, whatever the file system. Names of
/// one folder last in their order, both halves of a rename together. SQLite's -shm files are memory and are left out.
///
/// Roads not taken: a block device under a real file system (what it loses depends on that file system's own care; it
/// would not show what only another one forgives); a preloaded library (it does not see what stdio writes).
class DiskModel {
public:
    /// What lies in the folder now lasts.
    explicit DiskModel(const QString& root);
    ~DiskModel();
    DiskModel(const DiskModel&) = delete;
    DiskModel& operator=(const DiskModel&) = delete;

    void apply(const Operation& operation);

    /// The first path at which the folder is not what everything that was applied makes of it; empty: none. If there
    /// is one, the log was not exact.
    [[nodiscard]] QString differsFromDisk() const;
    /// How many operations wait for a flush.
    [[nodiscard]] int pending() const;

    /// Makes the folder what it would be after a power cut now.
    [[nodiscard]] bool cutPower(Loss loss, unsigned seed) const;

private:
    struct Node;
    using NodePointer = std::shared_ptr<Node>;
    struct Change;
    struct NameChange;
    using Names = QMap<QByteArray, NodePointer>;

    [[nodiscard]] NodePointer at(const QString& path) const;
    [[nodiscard]] NodePointer folderOf(const QString& path, QByteArray& name) const;
    [[nodiscard]] bool covers(const QString& path) const;
    void name(const NodePointer& folder, const QByteArray& name, const NodePointer& node);
    void changeData(const NodePointer& node, Change change);
    void flush(const NodePointer& node);
    void learnInodes(const QByteArray& marker);
    void readFrom(const QString& path, Node& folder);
    static void write(Node& node, const Change& change);

    QString m_root;
    NodePointer m_top;
    std::vector<NameChange> m_names;  ///< that nothing has flushed, in their order
    int m_groups = 0;
    /// What a marker calls a folder: the inode it had in the run, which cannot be given again.
    QMap<QByteArray, NodePointer> m_inodes;
    std::set<NodePointer> m_dirty;
    QMap<QString, qint64> m_positions;
    std::set<QString> m_appending;
};

}  // namespace power
