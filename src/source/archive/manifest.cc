#include "source/archive/manifest.h"

#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>

namespace lake {
namespace {

using Json = nlohmann::json;

// Real ones have 200 bytes.
constexpr std::size_t kManifestMaxBytes = std::size_t{64} << 10;
constexpr std::size_t kTextMaxBytes = 1024;

Error Invalid(std::string_view what) {
  return {Code::kDataLoss, fmt::format("{}: {}", kManifestKey, what)};
}

Result<std::string> Text(const Json& json, const char* key) {
  const auto it = json.find(key);
  if (it == json.end()) return std::string();
  if (!it->is_string()) return Invalid(fmt::format("{} is not a text", key));
  const auto& text = it->get_ref<const std::string&>();
  if (text.size() > kTextMaxBytes) {
    return Invalid(fmt::format("{} has {} bytes, {} are allowed", key, text.size(), kTextMaxBytes));
  }
  return text;
}

Result<std::uint32_t> Count(const Json& json, const char* key) {
  const auto it = json.find(key);
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint32_t>::max();
  if (it == json.end()) return Invalid(fmt::format("{} is missing", key));
  if (!it->is_number_unsigned() || it->get<std::uint64_t>() == 0 ||
      it->get<std::uint64_t>() > kMax) {
    return Invalid(fmt::format("{} is not a whole number from 1 to {}", key, kMax));
  }
  return it->get<std::uint32_t>();
}

}  // namespace

Result<Manifest> ParseManifest(Bytes json) {
  if (json.size() > kManifestMaxBytes) {
    return Invalid(fmt::format("{} bytes, {} are allowed", json.size(), kManifestMaxBytes));
  }
  const Json parsed = Json::parse(AsText(json), nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) return Invalid("not a JSON object");

  Manifest manifest;
  TRY_ASSIGN(manifest.network_passphrase, Text(parsed, "networkPassphrase"));
  TRY_ASSIGN(manifest.version, Text(parsed, "version"));
  TRY_ASSIGN(const std::string compression, Text(parsed, "compression"));
  if (!compression.empty() && compression != "zstd") {
    return Invalid(fmt::format("compression {} is not known, only zstd is", compression));
  }
  TRY_ASSIGN(manifest.schema.ledgers_per_batch, Count(parsed, "ledgersPerBatch"));
  TRY_ASSIGN(manifest.schema.batches_per_partition, Count(parsed, "batchesPerPartition"));
  return manifest;
}

}  // namespace lake
