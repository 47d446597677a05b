// SQL that is the same for many tables: text with holes, which the words and columns of one fill.
//
//   $word, ${word}           a word
//   [[list: text]]           the text once for each column of a list, @ is its name
//   [[list|sep: text]]       the same with `sep` between them
//
// Words inside a list's text are filled after its columns, so that a column has words of its own:
// `$type_@`.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lake {

struct SqlWords {
  std::map<std::string, std::string, std::less<>> words;
  std::map<std::string, std::vector<std::string>, std::less<>> lists;
};

// kInternal names a hole that nothing fills: a mistake in a file of ours.
Result<std::string> FillTemplate(std::string_view text, const SqlWords& with);

}  // namespace lake
