// The sub-commands of the program. What it can do is one list in commands.cc; --help, docs/cli.md
// and the dispatch in program.cc are made from it. A command's own code is in cmd_<name>.cc.
#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "app/config_field.h"
#include "app/settings.h"
#include "base/result.h"

namespace lake {

// What a command gets to work with; lives as long as its run.
struct Invocation {
  const Settings& settings;
  const std::vector<std::string>& arguments;  // as many as the command declares
  std::stop_token stop;                       // SIGINT or SIGTERM came: finish soon and clean
  std::span<const char* const> words{};       // all that was typed behind the program's name
};

struct Example {
  std::string_view says;
  std::string_view line;  // as typed into a shell
};

struct Command {
  std::string_view name;
  std::string_view purpose;    // one line, lower case, no full stop
  std::string_view arguments;  // for the usage line: "[STATEMENT]"
  std::string_view about;      // sentences
  std::span<const Example> examples;
  CommandSet bit;
  std::size_t arguments_max;
  // Its error code becomes the exit status (base/code.h). Answers go to standard output
  // (app/output.h), everything else to standard error.
  Status (*run)(const Invocation&);
  bool hidden = false;  // not in the overview: for developers
};

std::span<const Command> Commands();

// The command that the first words name, two where one is not enough ("hot migrate"); those words
// are taken off. kInvalidArgument names the nearest known command.
Result<const Command*> TakeCommand(std::vector<std::string>& words);

}  // namespace lake
