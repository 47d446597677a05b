// Worked questions over silver: silver/question/<n>_<name>.sql, a comment that asks, then one
// SELECT. The documentation shows them, tests run them.
#pragma once

#include <span>
#include <string_view>

namespace lake {

struct SilverQuestion {
  std::string_view asked;  // a sentence or two
  std::string_view sql;
};

std::span<const SilverQuestion> SilverQuestions();

}  // namespace lake
