#include "app/environment.h"

#include <fmt/format.h>

#include <array>

#include "app/config_contracts_fields.h"

namespace lake {
namespace {

struct Variable {
  std::string_view name;
  CommandSet commands;
  std::string_view flag;
};

constexpr std::array kVariables = {Variable{"SOURCE_ENDPOINT", kContracts, "--source"},
                                   Variable{"NETWORK_PASSPHRASE", kContracts, "--network"},
                                   Variable{"FLIGHT_ADDRESS", kContracts, "--listen"},
                                   Variable{"HEALTH_PORT", kContracts, "--health-port"},
                                   Variable{"BATCH_SIZE", kContracts, "--batch-size"},
                                   Variable{"WORKER_COUNT", kContracts, "--workers"}};

const ConfigField& FieldOf(const Variable& variable, CommandSet command) {
  for (const ConfigField& field : ConfigFields()) {
    if (field.flag == variable.flag && (field.commands & command) != 0) return field;
  }
  CHECK(false);  // the list above names flags of its commands
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

Status ApplyEnvironment(CommandSet command, const ReadVariable& variable, Settings& settings) {
  for (const Variable& known : kVariables) {
    if ((known.commands & command) == 0) continue;
    const std::optional<std::string> text = variable(known.name);
    if (!text || text->empty()) continue;
    const ConfigField& field = FieldOf(known, command);
    const Result<FieldValue> value = ParseFieldValue(field, {{*text}});
    if (!value.ok()) {
      return value.status().Context(fmt::format("environment variable {}", known.name));
    }
    field.set(settings, "", *value);
  }
  return {};
}

std::vector<std::string> ListVariable(std::string_view name, const ReadVariable& variable) {
  const std::string text = variable(name).value_or("");
  std::vector<std::string> values;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t comma = std::min(text.find(',', begin), text.size());
    const std::string_view value = Trimmed(std::string_view(text).substr(begin, comma - begin));
    if (!value.empty()) values.emplace_back(value);
    begin = comma + 1;
  }
  return values;
}

}  // namespace lake
