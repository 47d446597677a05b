#include "app/commands.h"

#include <fmt/format.h>

#include <array>

#include "app/run_commands.h"
#include "base/nearest.h"

namespace lake {
namespace {

constexpr std::array kDocsExamples = {
    Example{"Write docs/cli.md, docs/config.md and docs/metrics.md again",
            "stellarlake docs --out docs"},
};

constexpr std::array kCommands = {
    Command{.name = "docs",
            .purpose = "write the reference pages of the documentation",
            .arguments = "",
            .about = "The pages are made from the same lists as the program itself.",
            .examples = kDocsExamples,
            .bit = kDocs,
            .arguments_max = 0,
            .run = &RunDocs,
            .hidden = true},
};

}  // namespace

std::span<const Command> Commands() { return kCommands; }

Result<const Command*> FindCommand(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Command& command : Commands()) {
    if (command.name == name) return &command;
    names.push_back(command.name);
  }
  return Error{Code::kInvalidArgument,
               fmt::format("there is no command \"{}\"{}\n  stellarlake --help lists them", name,
                           DidYouMean(name, names))};
}

}  // namespace lake
