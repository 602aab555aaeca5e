#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

/// The enumerators of an enum without a list that could be forgotten: GCC and Clang print a value that has a name by
/// its name, and any other as a cast with parentheses.
template <auto value>
constexpr std::string_view enumeratorName()
{
    const std::string_view signature = __PRETTY_FUNCTION__;
    const std::size_t begin = signature.find("value = ") + 8;
    const std::string_view name = signature.substr(begin, signature.find_first_of(";]", begin) - begin);
    return name.find('(') == std::string_view::npos ? name.substr(name.rfind(':') + 1) : std::string_view();
}

template <typename Enum>
struct Enumerator {
    Enum value;
    std::string_view name;
};

template <typename Enum, std::size_t... numbers>
std::vector<Enumerator<Enum>> namedAmong(std::index_sequence<numbers...>)
{
    std::vector<Enumerator<Enum>> result;
    const auto add = [&result](Enum value, std::string_view name) {
        if (!name.empty()) {
            result.push_back({value, name});
        }
    };
    (add(static_cast<Enum>(numbers), enumeratorName<static_cast<Enum>(numbers)>()), ...);
    return result;
}

/// All of them, as long as their values are below 128.
template <typename Enum>
std::vector<Enumerator<Enum>> enumeratorsOf()
{
    return namedAmong<Enum>(std::make_index_sequence<128>());
}
