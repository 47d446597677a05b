#include "app/environment.h"

#include <fmt/format.h>

#include <array>

#include "app/config_contracts_fields.h"

namespace lake {
namespace {

struct Variable {
  std::string_view name;
  CommandSet commands;
  std::string_view setting;  // its flag, or its key where it has no flag
};

constexpr std::array kVariables = {
    Variable{"SOURCE_ENDPOINT", kContracts, "--source"},
    Variable{"NETWORK_PASSPHRASE", kContracts, "--network"},
    Variable{"FLIGHT_ADDRESS", kContracts, "--listen"},
    Variable{"GRPC_ADDRESS", kContracts, "--control-listen"},
    Variable{"HEALTH_PORT", kContracts, "--health-port"},
    Variable{"BATCH_SIZE", kContracts, "--batch-size"},
    Variable{"WORKER_COUNT", kContracts, "--workers"},
    Variable{"FILTER_CONTRACT_IDS", kContracts, "--filter-contract-ids"},
    Variable{"FILTER_ASSET_CODES", kContracts, "--filter-asset-codes"},
    Variable{"FILTER_ASSET_ISSUERS", kContracts, "--filter-asset-issuers"},
    Variable{"INCLUDE_DELETED", kContracts, "--include-deleted"},
    Variable{"STATE_FILE", kContracts, "--state"},
    Variable{"TLS_CERT_FILE", kContracts, "--tls-cert"},
    Variable{"TLS_KEY_FILE", kContracts, "--tls-key"},
    Variable{"AUTH_TOKEN", kContracts, "serve.token"},
    Variable{"AUTH_TOKEN_FILE", kContracts, "--token-file"},
};

const ConfigField& FieldOf(const Variable& variable, CommandSet command) {
  for (const ConfigField& field : ConfigFields()) {
    if (field.key == variable.setting) return field;
    if (field.flag == variable.setting && (field.commands & command) != 0) return field;
  }
  CHECK(false);  // the list above names flags of its commands
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

}  // namespace lake
