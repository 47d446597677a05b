// The known name closest to what somebody typed, for "did you mean": commands, options, YAML keys
// and tables all answer a typing error in the same way.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lake {

// Edits (insert, delete, replace, swap two neighbours) that turn `a` into `b`, ignoring ASCII case.
// Both are cut to 128 bytes first: longer names are no typing errors.
std::size_t EditDistance(std::string_view a, std::string_view b);

// The nearest of `known` (the first of equals), or nullopt when none is close enough to be meant:
// more than a third of the name would have to change.
std::optional<std::string_view> Nearest(std::string_view name,
                                        std::span<const std::string_view> known);

// `; did you mean "x"?`, or "" when nothing is near.
std::string DidYouMean(std::string_view name, std::span<const std::string_view> known);

}  // namespace lake
