#include "app/environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "app/config_contracts_fields.h"
#include "support/matchers.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsError;
using testing::IsOk;

using Variables = std::map<std::string, std::string, std::less<>>;

ReadVariable Reader(Variables variables) {
  return [variables](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

Result<Settings> With(Variables variables, CommandSet command) {
  Settings settings = DefaultSettings(command);
  TRY(ApplyEnvironment(command, Reader(std::move(variables)), settings));
  return settings;
}

TEST(Environment, HasTheKeysOfTheContractDataService) {
  const auto settings = With({{"FLIGHT_ADDRESS", "127.0.0.1:8817"},
                              {"HEALTH_PORT", "8090"},
                              {"SOURCE_ENDPOINT", "ledgers:50053"},
                              {"NETWORK_PASSPHRASE", "Test SDF Network ; September 2015"},
                              {"BATCH_SIZE", "500"},
                              {"WORKER_COUNT", "8"},
                              {"GRPC_ADDRESS", "127.0.0.1:50055"},
                              {"FILTER_CONTRACT_IDS", "CA, CB ,,CC"},
                              {"FILTER_ASSET_CODES", "USDC"},
                              {"FILTER_ASSET_ISSUERS", " "},
                              {"INCLUDE_DELETED", "true"},
                              {"TLS_CERT_FILE", "cert.pem"},
                              {"TLS_KEY_FILE", "key.pem"},
                              {"AUTH_TOKEN", "open sesame"}},
                             kContracts);
  ASSERT_THAT(settings, IsOk());
  EXPECT_EQ(settings->listen, "127.0.0.1:8817");
  EXPECT_EQ(settings->health_port, 8090u);
  EXPECT_EQ(settings->endpoint, "ledgers:50053");
  EXPECT_EQ(settings->network, "Test SDF Network ; September 2015");
  EXPECT_EQ(settings->batch_rows, 500u);
  EXPECT_EQ(settings->workers, 8u);
  EXPECT_EQ(settings->control_listen, "127.0.0.1:50055");
  EXPECT_THAT(settings->filter_contract_ids, ElementsAre("CA", "CB", "CC"));
  EXPECT_THAT(settings->filter_asset_codes, ElementsAre("USDC"));
  EXPECT_THAT(settings->filter_asset_issuers, IsEmpty());
  EXPECT_TRUE(settings->include_deleted);
  EXPECT_EQ(settings->serve_tls_certificate, "cert.pem");
  EXPECT_EQ(settings->serve_tls_key, "key.pem");
  EXPECT_EQ(settings->serve_token, "open sesame");
}

TEST(Environment, OfNothingLeavesTheDefaultsOfTheSpecification) {
  const auto settings = With({{"FLIGHT_ADDRESS", ""}}, kContracts);
  ASSERT_THAT(settings, IsOk());
  EXPECT_EQ(settings->listen, ":8816");
  EXPECT_EQ(settings->health_port, 8089u);
  EXPECT_EQ(settings->endpoint, "localhost:50053");
  EXPECT_EQ(settings->batch_rows, 1000u);
  EXPECT_EQ(settings->workers, 4u);
  EXPECT_EQ(settings->control_listen, ":50054");
  EXPECT_FALSE(settings->include_deleted);
}

TEST(Environment, CountsForNoOtherCommand) {
  const auto settings = With({{"NETWORK_PASSPHRASE", "Another"}, {"HEALTH_PORT", "1"}}, kIngest);
  ASSERT_THAT(settings, IsOk());
  EXPECT_EQ(settings->network, "");
  EXPECT_EQ(settings->health_port, 0u);
}

TEST(Environment, NamesTheVariableThatMakesNoSense) {
  EXPECT_THAT(With({{"BATCH_SIZE", "many"}}, kContracts),
              IsError(Code::kInvalidArgument, "environment variable BATCH_SIZE"));
  EXPECT_THAT(With({{"HEALTH_PORT", "99999"}}, kContracts),
              IsError(Code::kInvalidArgument, "environment variable HEALTH_PORT"));
  EXPECT_THAT(With({{"INCLUDE_DELETED", "perhaps"}}, kContracts),
              IsError(Code::kInvalidArgument, "environment variable INCLUDE_DELETED"));
}

}  // namespace
}  // namespace lake
