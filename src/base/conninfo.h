// A PostgreSQL connection string, taken apart as libpq does it: key=value pairs or a postgresql://
// address. Parsed once, so that its secrets are known and need not be guessed in texts later.
//
// Stricter than libpq in one thing: an `@` in a host is refused, because it was meant for the
// password. Errors never repeat a value. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lake {

struct ConnInfo {
  std::vector<std::pair<std::string, std::string>> values;  // in order, unescaped
  std::string password;                                     // not among the values
};

// Every secret of the string is hidden from then on (base/redact.h). kInvalidArgument says what is
// wrong with it.
Result<ConnInfo> ParseConnInfo(std::string_view text);

// key=value pairs, quoted where needed; without the password.
std::string ConnInfoText(const ConnInfo& info);

}  // namespace lake
