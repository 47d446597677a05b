// What --help prints, made from the registries of commands and settings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/commands.h"

namespace lake {

inline constexpr std::size_t kHelpColumns = 92;

// `stellarlake --help`: the commands in one line each.
std::string OverviewText();

// `stellarlake COMMAND --help`: usage, examples, options.
std::string HelpText(const Command& command);

// The options of a command, in the order of the settings.
std::vector<const ConfigField*> OptionsOf(const Command& command);

// "--batch-size LEDGERS".
std::string FlagUsage(const ConfigField& field);

// The lines of `text`, broken between words so that none is longer than `columns` where that is
// possible.
std::vector<std::string> WrapText(std::string_view text, std::size_t columns);

}  // namespace lake
