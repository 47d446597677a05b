#include "app/docs.h"

#include <fmt/format.h>

#include "app/config_field.h"
#include "app/exit_status.h"
#include "app/help.h"
#include "base/metrics.h"
#include "silver/silver_page.h"
#include "tables/tables_page.h"

namespace lake {
namespace {

constexpr std::string_view kMadeBy =
    "<!-- Made by `stellarlake docs`; edit the registries, not this page. -->\n";

std::string CliPage() {
  std::string out(kMadeBy);
  out += "# Commands\n\n```\n" + OverviewText() + "```\n";
  for (const Command& command : Commands()) {
    if (!command.hidden)
      out += fmt::format("\n## {}\n\n```\n{}```\n", command.name, HelpText(command));
  }
  out += "\n## Exit status\n\n| status | name | meaning |\n|---|---|---|\n";
  for (const ExitStatusInfo& exit : ExitStatuses()) {
    out += fmt::format("| {} | {} | {} |\n", exit.status, exit.name, exit.meaning);
  }
  return out;
}

std::string_view TypeName(const ConfigField& field) {
  switch (field.type) {
    case FieldType::kText:
      return "text";
    case FieldType::kChoice:
      return field.choices;
    case FieldType::kInteger:
      return "whole number";
    case FieldType::kBytes:
      return "size";
    case FieldType::kBool:
      return "true or false";
    case FieldType::kList:
      return "list";
  }
  return "";
}

// A '|' would end the cell of a Markdown table.
std::string Cell(std::string_view text) {
  std::string cell;
  for (char c : text) cell += c == '|' ? "\\|" : std::string(1, c);
  return cell;
}

std::string Quoted(std::string_view text) {
  return text.empty() ? "" : fmt::format("`{}`", Cell(text));
}

std::string ConfigPage() {
  std::string out(kMadeBy);
  out +=
      "# Configuration\n\nOne YAML file serves every command (`--config FILE`); flags override it. "
      "`${VAR}` and `${VAR:-default}` expand in values, `$${` is a plain `${`. An unknown key is "
      "an "
      "error that names the nearest known one. Sizes are written like `512MB` or `4GiB`.\n";
  std::string_view section = "-";
  for (const ConfigField& field : ConfigFields()) {
    if (field.key.empty()) continue;
    std::size_t dot = field.key.find('.');
    std::string_view top = dot == std::string_view::npos ? "" : field.key.substr(0, dot);
    if (top != section) {
      section = top;
      out += fmt::format(
          "\n## {}\n\n| key | type | default | flag | meaning |\n|---|---|---|---|---|\n",
          top.empty() ? "top level" : top);
    }
    std::string key = Quoted(field.key);
    if (!field.alias.empty()) key += fmt::format(" or {}", Quoted(field.alias));
    out += fmt::format("| {} | {} | {} | {} | {} |\n", key, Cell(TypeName(field)),
                       Quoted(field.initial), Quoted(field.flag), Cell(field.doc));
  }
  return out;
}

std::string MetricsPage() {
  return std::string(kMadeBy) + "# Metrics\n\nWhat `/metrics` answers on the health port.\n\n" +
         MetricsMarkdown();
}

std::string SilverPage() { return std::string(kMadeBy) + "# Silver\n\n" + SilverMarkdown(); }

std::string TablesPage() { return std::string(kMadeBy) + "# Tables\n\n" + TablesMarkdown(); }

}  // namespace

std::vector<DocPage> DocPages() {
  return {{"cli.md", CliPage()},
          {"config.md", ConfigPage()},
          {"metrics.md", MetricsPage()},
          {"silver.md", SilverPage()},
          {"tables.md", TablesPage()}};
}

}  // namespace lake
