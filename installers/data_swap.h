#pragma once

#include "installers/data_members.h"

namespace installers {

/// A member on its way to be exchanged.
struct SwapItem {
    DataMember* member = nullptr;
    StoredMember stored;
};

/// Exchanges all members of a set, or is told apart from a set half exchanged: a marker, written when everything lies
/// proved beside and removed when the last member is live, holds the identity of what is to become live. Whoever finds
/// it finishes what it says: what is live already is left alone, in the site file's order. A member without identities
/// (a command) is written down as done, and done again when a crash came between.
///
/// Road not taken: one directory above all data, exchanged in one step. Databases do not lie in folders of ours.
class DataSwap {
public:
    DataSwap(QString marker, World& world) : m_marker(std::move(marker)), m_world(world) {}

    /// Whether a swap of exactly these members was begun and can be finished.
    [[nodiscard]] Done<bool> isBegun(const std::vector<SwapItem>& items) const;
    /// From here on the swap is finished by whoever comes.
    [[nodiscard]] Done<void> begin(const std::vector<SwapItem>& items);
    /// Errors: dataSwapFailed, which says where it stopped.
    [[nodiscard]] Done<void> finish(const std::vector<SwapItem>& items);
    [[nodiscard]] Done<void> forget();

private:
    struct Entry {
        QString name;
        QString fresh;
        bool done = false;
    };
    [[nodiscard]] std::vector<Entry> read() const;
    [[nodiscard]] Done<void> write(const std::vector<Entry>& entries) const;
    [[nodiscard]] Done<void> exchange(const SwapItem& item, Entry& entry, const std::vector<Entry>& all);

    QString m_marker;
    World& m_world;
};

}  // namespace installers
