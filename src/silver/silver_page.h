// The documentation of silver, made of the files that declare it. Pure functions.
#pragma once

#include <string>

namespace lake {

// Markdown: worked questions, then every table and view with its columns.
std::string SilverMarkdown();

}  // namespace lake
