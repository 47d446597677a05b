// From argv to a command, its flags and its arguments.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/config.h"
#include "base/result.h"

namespace lake {

struct CommandLine {
  enum class Wish : unsigned char { kRun, kHelp, kVersion };
  Wish wish = Wish::kRun;
  const Command* command = nullptr;  // null: help for the whole program
  std::vector<GivenFlag> flags;
  std::vector<std::string> arguments;
};

// `words` is argv without the program's name. kInvalidArgument names the nearest known command or
// option.
Result<CommandLine> ParseCommandLine(std::span<const char* const> words);

}  // namespace lake
