// docs/tables.md: every table and column with its type, unit, meaning and an example, written from
// the declarations.
#pragma once

#include <string>

namespace lake {

std::string TablesMarkdown();

}  // namespace lake
