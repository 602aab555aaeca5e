#include "tests/installers/disk_model.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

namespace power {

namespace {

constexpr qint64 sector = 512;
constexpr const char* swapMarker = "cairn-swap/1";
constexpr const char* setFormat = "cairn-backup/2";

/// What a manifest says of its own bytes.
QByteArray digestOf(const QByteArray& manifest)
{
    QJsonObject object = QJsonDocument::fromJson(manifest).object();
    object.remove(QStringLiteral("digest"));
    return QCryptographicHash::hash(QJsonDocument(object).toJson(QJsonDocument::Compact), QCryptographicHash::Sha256)
        .toHex();
}

bool replaceFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray fileBytes(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray linkTargetOf(const QString& path)
{
    QByteArray target(4096, '\0');
    const ssize_t size = ::readlink(QFile::encodeName(path).constData(), target.data(), 4096);
    return size < 0 ? QByteArray() : target.left(size);
}

}  // namespace

/// A write at `offset`, or, without bytes, a cut to that length.
struct DiskModel::Change {
    qint64 offset = 0;
    QByteArray bytes;
    bool cuts = false;
};

struct DiskModel::Node {
    enum class Kind { file, folder, link };
    Kind kind = Kind::file;
    int mode = 0644;
    QByteArray target;
    Names names;                  ///< as processes see them
    Names lasting;                ///< as they are on the disk
    QByteArray now;               ///< as processes see it
    QByteArray safe;              ///< as it is on the disk
    std::vector<Change> changes;  ///< between the two
};

/// In one folder: the name now means the node; nothing: it is gone.
struct DiskModel::NameChange {
    NodePointer folder;
    QByteArray name;
    NodePointer node;
    int group = 0;  ///< of changes that come at once
};

DiskModel::DiskModel(const QString& root) : m_root(QDir::cleanPath(root)), m_top(std::make_shared<Node>())
{
    m_top->kind = Node::Kind::folder;
    m_top->mode = 0755;
    readFrom(m_root, *m_top);
}

/// Folders know each other only downwards, except that one which was removed while it was named anew may be in itself.
DiskModel::~DiskModel() = default;

void DiskModel::readFrom(const QString& path, Node& folder)
{
    for (const QString& name :
         QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        const QString below = path + QLatin1Char('/') + name;
        if (name.endsWith(QLatin1String("-shm")))
            continue;
        struct stat status = {};
        if (::lstat(QFile::encodeName(below).constData(), &status) != 0)
            continue;
        auto node = std::make_shared<Node>();
        node->mode = static_cast<int>(status.st_mode & 07777U);
        if (S_ISLNK(status.st_mode)) {
            node->kind = Node::Kind::link;
            node->target = linkTargetOf(below);
        } else if (S_ISDIR(status.st_mode)) {
            node->kind = Node::Kind::folder;
            readFrom(below, *node);
        } else {
            node->now = node->safe = fileBytes(below);
        }
        folder.names.insert(QFile::encodeName(name), node);
    }
    folder.lasting = folder.names;
}

bool DiskModel::covers(const QString& path) const
{
    return path.startsWith(m_root + QLatin1Char('/')) && !path.endsWith(QLatin1String("-shm")) &&
           !path.endsWith(QLatin1String(" (deleted)"));
}

DiskModel::NodePointer DiskModel::at(const QString& path) const
{
    if (path == m_root)
        return m_top;
    QByteArray name;
    const NodePointer folder = folderOf(path, name);
    return folder ? folder->names.value(name) : nullptr;
}

DiskModel::NodePointer DiskModel::folderOf(const QString& path, QByteArray& name) const
{
    QStringList parts = path.mid(m_root.size() + 1).split(QLatin1Char('/'));
    name = QFile::encodeName(parts.takeLast());
    NodePointer folder = m_top;
    for (const QString& part : parts) {
        folder = folder->names.value(QFile::encodeName(part));
        if (folder && folder->kind == Node::Kind::link)
            return nullptr;  // descriptors are told by their real paths
        if (!folder)
            return nullptr;
    }
    return folder;
}

void DiskModel::name(const NodePointer& folder, const QByteArray& name, const NodePointer& node)
{
    if (node)
        folder->names.insert(name, node);
    else
        folder->names.remove(name);
    m_names.push_back({folder, name, node, 0});
}

void DiskModel::write(Node& node, const Change& change)
{
    QByteArray& bytes = node.now;
    if (change.cuts) {
        const qsizetype before = bytes.size();
        bytes.resize(change.offset);
        if (bytes.size() > before)
            std::fill(bytes.begin() + before, bytes.end(), '\0');
        return;
    }
    const qint64 end = change.offset + change.bytes.size();
    if (bytes.size() < end)
        bytes.append(end - bytes.size(), '\0');
    bytes.replace(change.offset, change.bytes.size(), change.bytes);
}

void DiskModel::changeData(const NodePointer& node, Change change)
{
    write(*node, change);
    node->changes.push_back(std::move(change));
    m_dirty.insert(node);
}

void DiskModel::flush(const NodePointer& node)
{
    if (node->kind == Node::Kind::folder) {
        std::set<int> groups;
        for (const NameChange& change : m_names) {
            if (change.folder == node && change.group != 0)
                groups.insert(change.group);
        }
        std::erase_if(m_names, [&](const NameChange& change) {
            if (change.folder != node && !groups.contains(change.group))
                return false;
            if (change.node)
                change.folder->lasting.insert(change.name, change.node);
            else
                change.folder->lasting.remove(change.name);
            return true;
        });
        return;
    }
    node->safe = node->now;
    node->changes.clear();
    m_dirty.erase(node);
}

void DiskModel::apply(const Operation& operation)
{
    using Kind = Operation::Kind;
    const QString& path = operation.path;
    if (operation.kind == Kind::flushAll) {
        for (const NodePointer& node : std::set<NodePointer>(m_dirty))
            flush(node);
        while (!m_names.empty())
            flush(NodePointer(m_names.front().folder));
        return;
    }
    if (operation.kind == Kind::flush && path == m_root)
        return flush(m_top);
    if (operation.kind == Kind::seek) {
        m_positions[path] = operation.offset;
        return;
    }
    QByteArray key;
    if (!covers(path) && !(operation.kind == Kind::rename && covers(operation.other)))
        return;
    const NodePointer folder = covers(path) ? folderOf(path, key) : nullptr;
    const NodePointer node = folder ? folder->names.value(key) : nullptr;
    switch (operation.kind) {
    case Kind::open: {
        NodePointer opened = node;
        if (!opened && operation.makes && folder) {
            opened = std::make_shared<Node>();
            opened->mode = operation.mode & ~022;
            name(folder, key, opened);
        } else if (opened && operation.empties && !opened->now.isEmpty()) {
            changeData(opened, {0, {}, true});
        }
        m_positions[path] = 0;
        if (operation.appends)
            m_appending.insert(path);
        else if (operation.makes)
            m_appending.erase(path);
        return;
    }
    case Kind::write: {
        if (!node)
            return;
        const bool sequential = operation.offset < 0;
        const qint64 offset = !sequential                  ? operation.offset
                              : m_appending.contains(path) ? node->now.size()
                                                           : m_positions.value(path);
        if (sequential)
            m_positions[path] = offset + operation.bytes.size();
        learnInodes(operation.bytes);
        changeData(node, {offset, operation.bytes, false});
        return;
    }
    case Kind::copy: {
        const NodePointer from = covers(operation.other) ? at(operation.other) : nullptr;
        const qint64 source = m_positions.value(operation.other);
        const QByteArray bytes =
            from ? from->now.mid(source, operation.offset) : fileBytes(operation.other).mid(source, operation.offset);
        m_positions[operation.other] = source + operation.offset;
        if (node)
            changeData(node, {m_positions.value(path), bytes, false});
        m_positions[path] += operation.offset;
        return;
    }
    case Kind::cut:
        if (node)
            changeData(node, {operation.offset, {}, true});
        return;
    case Kind::flush:
        if (node)
            flush(node);
        return;
    case Kind::makeFolder:
    case Kind::symlink: {
        if (!folder)
            return;
        auto made = std::make_shared<Node>();
        made->kind = operation.kind == Kind::symlink ? Node::Kind::link : Node::Kind::folder;
        made->target = operation.bytes;
        made->mode = operation.mode & ~022;
        name(folder, key, made);
        return;
    }
    case Kind::remove:
        if (node)
            name(folder, key, nullptr);
        return;
    case Kind::mode:
        if (node)
            node->mode = operation.mode;
        return;
    case Kind::link:
    case Kind::rename:
    case Kind::exchange: {
        QByteArray otherKey;
        const NodePointer other = covers(operation.other) ? folderOf(operation.other, otherKey) : nullptr;
        if (!node || !other)
            return;
        const NodePointer replaced = other->names.value(otherKey);
        name(other, otherKey, node);
        if (operation.kind == Kind::exchange)
            name(folder, key, replaced);
        else if (operation.kind == Kind::rename)
            name(folder, key, nullptr);
        // Both halves last together, as every file system has it.
        if (operation.kind != Kind::link)
            m_names[m_names.size() - 1].group = m_names[m_names.size() - 2].group = ++m_groups;
        return;
    }
    case Kind::seek:
    case Kind::flushAll:
        return;
    }
}

void DiskModel::learnInodes(const QByteArray& marker)
{
    const bool swaps = marker.contains(swapMarker);
    if (!swaps && !marker.contains(setFormat))
        return;
    const QJsonArray members = QJsonDocument::fromJson(marker).object().value(QStringLiteral("members")).toArray();
    for (const auto& member : members) {
        const QString name = member.toObject().value(QStringLiteral("name")).toString();
        const QString key = swaps ? QStringLiteral("fresh") : QStringLiteral("kept");
        const QByteArray inode = member.toObject().value(key).toString().toLatin1();
        const NodePointer node = at(m_root + (swaps ? QStringLiteral("/.cairn-beside-") : QStringLiteral("/")) + name);
        if (node && !inode.isEmpty() && !m_inodes.contains(inode))
            m_inodes.insert(inode, node);
    }
}

int DiskModel::pending() const { return static_cast<int>(m_names.size() + m_dirty.size()); }

QString DiskModel::differsFromDisk() const
{
    std::function<QString(const QString&, const Node&)> compare = [&](const QString& path, const Node& folder) {
        QStringList names = QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        names.removeIf([](const QString& name) { return name.endsWith(QLatin1String("-shm")); });
        if (names.size() != folder.names.size())
            return path + QStringLiteral(" has the names ") + names.join(QLatin1Char(' '));
        for (auto it = folder.names.cbegin(); it != folder.names.cend(); ++it) {
            const QString below = path + QLatin1Char('/') + QFile::decodeName(it.key());
            const Node& node = *it.value();
            QString found;
            if (node.kind == Node::Kind::folder)
                found = QFileInfo(below).isDir() ? compare(below, node) : below;
            else if (node.kind == Node::Kind::link ? linkTargetOf(below) != node.target : fileBytes(below) != node.now)
                found = below;
            if (!found.isEmpty())
                return found;
        }
        return QString();
    };
    return compare(m_root, *m_top);
}

bool DiskModel::cutPower(Loss loss, unsigned seed) const
{
    std::mt19937 random(seed);
    const auto chance = [&](int of) { return std::uniform_int_distribution<int>(0, of - 1)(random); };
    // Names: what lasts, and those of the others that happened to.
    std::map<const Node*, Names> disk;
    std::map<const Node*, bool> ended;
    std::map<int, bool> groups;
    std::function<void(const NodePointer&)> collect = [&](const NodePointer& node) {
        if (disk.contains(node.get()))
            return;
        disk[node.get()] = node->lasting;
        for (const NodePointer& child : node->lasting)
            collect(child);
    };
    collect(m_top);
    for (const NameChange& change : m_names) {
        bool lasts = loss == Loss::bytes;
        if (loss == Loss::part) {
            bool& end = ended[change.folder.get()];
            if (change.group != 0 && groups.contains(change.group)) {
                lasts = groups[change.group];
            } else {
                end = end || chance(4) == 0;
                lasts = !end;
            }
            if (change.group != 0)
                groups[change.group] = lasts;
        }
        if (!lasts)
            continue;
        collect(change.folder);
        if (change.node) {
            collect(change.node);
            disk[change.folder.get()].insert(change.name, change.node);
        } else {
            disk[change.folder.get()].remove(change.name);
        }
    }
    const auto bytesOf = [&](const Node& node) {
        if (loss != Loss::part || node.changes.empty())
            return node.safe;
        Node partly;
        partly.now = node.safe;
        for (const Change& change : node.changes) {
            if (change.cuts) {
                if (chance(2) == 0)
                    write(partly, change);
                continue;
            }
            for (qint64 at = 0; at < change.bytes.size(); at += sector) {
                if (chance(2) == 0)
                    write(partly, {change.offset + at, change.bytes.mid(at, sector), false});
            }
        }
        return partly.now;
    };
    std::map<const Node*, QByteArray> places;
    QStringList markers;
    QStringList verified;
    std::function<bool(const QString&, const Node*, int)> lay = [&](const QString& path, const Node* folder,
                                                                    int depth) {
        constexpr int deepest = 40;
        const Names names = disk[folder];
        for (auto it = names.cbegin(); it != names.cend() && depth < deepest; ++it) {
            const QString below = path + QLatin1Char('/') + QFile::decodeName(it.key());
            const QByteArray native = QFile::encodeName(below);
            const Node& node = *it.value();
            if (node.kind == Node::Kind::folder) {
                places[&node] = native;
                if (!QDir().mkdir(below) || !lay(below, &node, depth + 1))
                    return false;
            } else if (node.kind == Node::Kind::link) {
                if (::symlink(node.target.constData(), native.constData()) != 0)
                    return false;
            } else {
                const QByteArray bytes = bytesOf(node);
                if (bytes.contains(swapMarker) || bytes.contains(setFormat))
                    markers.append(below);
                else if (below.endsWith(QLatin1String(".verified")))
                    verified.append(below);
                QFile file(below);
                if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
                    return false;
            }
            if (node.kind != Node::Kind::link && ::chmod(native.constData(), static_cast<mode_t>(node.mode)) != 0)
                return false;
        }
        return true;
    };
    for (const QString& name :
         QDir(m_root).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        const QFileInfo info(m_root + QLatin1Char('/') + name);
        if (!(info.isDir() && !info.isSymLink() ? QDir(info.filePath()).removeRecursively()
                                                : QFile::remove(info.filePath())))
            return false;
    }
    if (!lay(m_root, m_top.get(), 0))
        return false;
    for (const QString& marker : markers) {
        QByteArray bytes = fileBytes(marker);
        for (auto it = m_inodes.cbegin(); it != m_inodes.cend(); ++it) {
            struct stat status = {};
            if (places.contains(it->get()) && ::stat(places[it->get()].constData(), &status) == 0)
                bytes.replace('"' + it.key() + '"',
                              "\"now " + QByteArray::number(static_cast<qulonglong>(status.st_ino)) + '"');
        }
        bytes.replace("\"now ", "\"");
        const QByteArray before =
            QJsonDocument::fromJson(bytes).object().value(QStringLiteral("digest")).toString().toLatin1();
        const QByteArray after = digestOf(bytes);
        if (!before.isEmpty())
            bytes.replace(before, after);
        if (!replaceFile(marker, bytes))
            return false;
        for (const QString& mark : verified) {
            QByteArray words = fileBytes(mark);
            if (!before.isEmpty() && words.contains(before) && !replaceFile(mark, words.replace(before, after)))
                return false;
        }
    }
    return true;
}

}  // namespace power
