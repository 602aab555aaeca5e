#pragma once

#include <atomic>
#include <concepts>
#include <cstdint>
#include <utility>

namespace catalog {

/// A part of a value that most values lack or have in common with others: as wide as a pointer. Reads as the part
/// itself, which is Part() where none was set; copies share it until one of them is changed. Safe to copy and read in
/// several threads, as the part itself would be.
///
/// Roads not taken: members in place (a release took 776 bytes, and making room for 5,500 of them was a third of the
/// time of `cairn --plan-only`); std::shared_ptr, which is twice as wide; std::unique_ptr, which shares nothing.
template <std::default_initializable Part>
class Seldom {
public:
    Seldom() = default;
    Seldom(Part part) : m_box(part == Part() ? nullptr : new Box{std::move(part)}) {}
    Seldom(const Seldom& other) noexcept : m_box(other.m_box)
    {
        if (m_box != nullptr)
            m_box->holders.fetch_add(1, std::memory_order_relaxed);
    }
    Seldom(Seldom&& other) noexcept : m_box(std::exchange(other.m_box, nullptr)) {}
    Seldom& operator=(Seldom other) noexcept
    {
        std::swap(m_box, other.m_box);
        return *this;
    }
    ~Seldom()
    {
        if (m_box != nullptr && m_box->holders.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete m_box;
    }

    [[nodiscard]] const Part& operator*() const
    {
        static const Part none{};
        return m_box == nullptr ? none : m_box->part;
    }
    [[nodiscard]] const Part* operator->() const { return &**this; }
    operator const Part&() const { return **this; }

    /// This one's own, to be changed.
    [[nodiscard]] Part& edit()
    {
        if (m_box == nullptr || m_box->holders.load(std::memory_order_acquire) != 1)
            *this = Seldom(new Box{**this});
        return m_box->part;
    }

    [[nodiscard]] bool operator==(const Seldom& other) const { return m_box == other.m_box || **this == *other; }

    // Lists and maps read as such.
    [[nodiscard]] auto begin() const { return (**this).begin(); }
    [[nodiscard]] auto end() const { return (**this).end(); }
    [[nodiscard]] bool empty() const { return (**this).empty(); }
    [[nodiscard]] std::size_t size() const { return (**this).size(); }
    void push_back(auto value) requires requires(Part part) { part.push_back(std::move(value)); }
    {
        edit().push_back(std::move(value));
    }

private:
    struct Box {
        Part part;
        std::atomic<std::uint32_t> holders{1};
    };
    explicit Seldom(Box* box) : m_box(box) {}

    Box* m_box = nullptr;
};

}  // namespace catalog
