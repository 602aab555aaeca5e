#pragma once

#include <memory>
#include <utility>

namespace planner {

/// A value that many hold and nobody changes. Equal when the values are.
template <typename Value>
class Shared {
public:
    Shared(Value value) : m_value(std::make_shared<const Value>(std::move(value))) {}
    [[nodiscard]] const Value& operator*() const { return *m_value; }
    [[nodiscard]] const Value* operator->() const { return m_value.get(); }
    [[nodiscard]] bool operator==(const Shared& other) const
    {
        return m_value == other.m_value || *m_value == *other.m_value;
    }

private:
    std::shared_ptr<const Value> m_value;
};

}  // namespace planner
