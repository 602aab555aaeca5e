#pragma once

#include "installers/run_context.h"

#include <QJsonObject>
#include <memory>
#include <vector>

namespace installers {

/// What a set holds of one member: the folder with its bytes, and what the manifest says must come back from them.
struct StoredMember {
    QString folder;
    QJsonObject told;
};

/// How much room a member takes, in bytes; 0 where nobody can tell.
struct DataSize {
    qint64 live = 0;    ///< a second one beside it
    qint64 backup = 0;  ///< at most, in a set
    QString besideIn;   ///< the folder whose file system a second one needs; empty: not on this machine, or none
    qint64 trial = 0;   ///< while a set is verified
    QString trialIn;    ///< where; empty: below the backups
    bool operator==(const DataSize&) const = default;
};

/// One entry of the site's `data:`, and how its kind is backed up, proved, and put back. Each kind is a pair of files
/// in data/ and one line of the registry in data_members.cpp.
///
/// A member has two places: where it is live, and one beside. What comes back from a set is put beside and proved
/// there; exchange() then makes it live in one step and leaves beside what was live before. Which of two copies is live
/// is told by an identity that a rename keeps (a folder's inode, a database's OID), never by a marker that a crash
/// could leave.
///
/// Road not taken: writing a set over the live data. A crash in the middle leaves neither.
class DataMember {
public:
    DataMember(const RunContext& context, QString name, QString where)
        : m_context(context), m_name(std::move(name)), m_where(std::move(where))
    {
    }
    virtual ~DataMember() = default;
    DataMember(const DataMember&) = delete;
    DataMember& operator=(const DataMember&) = delete;

    /// As the registry and manifests name it.
    [[nodiscard]] virtual const char* kind() const = 0;
    [[nodiscard]] const QString& name() const { return m_name; }    ///< for people
    [[nodiscard]] const QString& where() const { return m_where; }  ///< a path, a database's name; empty for commands

    enum class Consistency {
        online,    ///< the service runs
        quiesced,  ///< nothing may write; who has it open is waited for, then named
    };
    /// Looks, before anything is touched, whether all the rest can work. Changes nothing.
    [[nodiscard]] virtual Done<void> check() = 0;
    [[nodiscard]] virtual Done<DataSize> size() = 0;

    /// Saves it to the folder `to`, which is not there yet, durably. Gives what the manifest says about it.
    [[nodiscard]] virtual Done<QJsonObject> take(const QString& to, Consistency consistency) = 0;
    /// Restores the stored bytes at `scratch`, or wherever the kind can, and compares. Leaves nothing behind.
    [[nodiscard]] virtual Done<void> verify(const StoredMember& stored, const QString& scratch) = 0;

    /// Puts what is stored beside, proved. What lay beside is dropped.
    [[nodiscard]] virtual Done<void> putBeside(const StoredMember& stored) = 0;
    /// Puts a copy of what is live beside, proved; nothing may write. Kinds without copies are never asked.
    [[nodiscard]] virtual Done<void> copyBeside() { return {}; }
    [[nodiscard]] virtual bool canCopy() const { return false; }
    /// Exchanges the two. Called again after a crash; `stored` is empty when a copy goes live.
    [[nodiscard]] virtual Done<void> exchange(const StoredMember& stored) = 0;
    /// Brings what a crash in the middle of exchange() left half-way to a place: where one is missing, the live one.
    [[nodiscard]] virtual Done<void> settle() { return {}; }
    /// Drops what lies beside; nothing there is fine.
    [[nodiscard]] virtual Done<void> dropBeside() = 0;

    /// Empty: nothing is there, or the kind has no identities.
    enum class Place { live, beside };
    [[nodiscard]] virtual Done<QString> identity(Place) { return QString(); }

protected:
    const RunContext& m_context;

private:
    QString m_name;
    QString m_where;
};

}  // namespace installers
