#include "app/help.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/version.h"

namespace lake {
namespace {

constexpr std::size_t kNameColumns = 12;
constexpr std::size_t kFlagColumns = 26;

std::string Describe(const ConfigField& field) {
  std::string text(field.doc);
  if (field.type == FieldType::kChoice) {
    std::string choices(field.choices);
    for (std::size_t bar = choices.find('|'); bar != std::string::npos;
         bar = choices.find('|', bar)) {
      choices.replace(bar, 1, ", ");
    }
    text += fmt::format(" One of {}.", choices);
  }
  if (!field.initial.empty() && field.type != FieldType::kBool) {
    text += fmt::format(" Default {}.", field.initial);
  }
  return text;
}

void AppendColumns(std::string& out, std::string_view name, std::size_t width,
                   std::string_view text) {
  std::vector<std::string> lines = WrapText(text, kHelpColumns - width - 4);
  if (name.size() > width) {
    out += fmt::format("  {}\n", name);
    name = "";
  }
  for (const std::string& line : lines) {
    out += fmt::format("  {:<{}}  {}\n", name, width, line);
    name = "";
  }
}

}  // namespace

std::vector<std::string> WrapText(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    std::size_t space = text.find(' ');
    std::string_view word = text.substr(0, space);
    text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > columns)
      lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

std::vector<const ConfigField*> OptionsOf(const Command& command) {
  std::vector<const ConfigField*> options;
  for (const ConfigField& field : ConfigFields()) {
    if ((field.commands & command.bit) != 0) options.push_back(&field);
  }
  return options;
}

std::string FlagUsage(const ConfigField& field) {
  std::string flag(field.flag);
  if (std::size_t comma = flag.find(','); comma != std::string::npos) flag.insert(comma + 1, " ");
  return field.value.empty() ? flag : fmt::format("{} {}", flag, field.value);
}

std::string OverviewText() {
  std::string out = fmt::format(
      "stellarlake {}: Stellar ledgers to a verified DuckLake\n\nusage: stellarlake COMMAND "
      "[options]\n\n"
      "commands:\n",
      Version());
  for (const Command& command : Commands()) {
    if (!command.hidden) AppendColumns(out, command.name, kNameColumns, command.purpose);
  }
  out +=
      "\nstellarlake COMMAND --help shows examples and options; stellarlake --version the "
      "version.\n";
  return out;
}

std::string HelpText(const Command& command) {
  std::string out = fmt::format("stellarlake {}: {}\n\nusage: stellarlake {} [options]",
                                command.name, command.purpose, command.name);
  if (!command.arguments.empty()) out += fmt::format(" {}", command.arguments);
  out += "\n\n";
  for (const std::string& line : WrapText(command.about, kHelpColumns)) out += line + "\n";
  out += "\nexamples:\n";
  for (const Example& example : command.examples) {
    out += fmt::format("  # {}\n  {}\n", example.says, example.line);
  }
  out += "\noptions:\n";
  for (const ConfigField* field : OptionsOf(command)) {
    AppendColumns(out, FlagUsage(*field), kFlagColumns, Describe(*field));
  }
  AppendColumns(out, "-h, --help", kFlagColumns, "This text.");
  return out;
}

}  // namespace lake
