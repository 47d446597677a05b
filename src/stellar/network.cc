#include "stellar/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/hex.h"

namespace lake {
namespace {

// Longer text is not a passphrase but a mistake, such as a file's content.
constexpr std::size_t kMaxPassphraseBytes = 1024;

Network Make(const char* name, const char* era_name, const char* passphrase) {
  return {name, era_name, passphrase, Sha256(AsBytes(passphrase))};
}

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::span<const Network> KnownNetworks() {
  static const std::array<Network, 3> networks{
      Make("pubnet", "mainnet", "Public Global Stellar Network ; September 2015"),
      Make("testnet", "testnet", "Test SDF Network ; September 2015"),
      Make("futurenet", "futurenet", "Test SDF Future Network ; October 2022"),
  };
  return networks;
}

Result<Network> ParseNetwork(std::string_view text) {
  for (const Network& network : KnownNetworks()) {
    if (EqualIgnoringCase(text, network.name) || EqualIgnoringCase(text, network.era_name)) {
      return network;
    }
  }
  if (text.size() > kMaxPassphraseBytes) {
    return Error{Code::kInvalidArgument,
                 fmt::format("network: a passphrase of more than {} bytes", kMaxPassphraseBytes)};
  }
  if (text.find(' ') == std::string_view::npos) {
    return Error{
        Code::kInvalidArgument,
        fmt::format("network: '{}' is not pubnet, testnet or futurenet, and not a passphrase, "
                    "which has spaces",
                    text)};
  }
  return NetworkOfPassphrase(text);
}

Network NetworkOfPassphrase(std::string_view passphrase) {
  const Hash256 id = Sha256(AsBytes(passphrase));
  if (const Network* known = FindNetwork(id)) return *known;
  const std::string name = "custom_" + Hex(Bytes(id).first(4));
  return {name, name, std::string(passphrase), id};
}

const Network* FindNetwork(const Hash256& id) {
  for (const Network& network : KnownNetworks()) {
    if (network.id == id) return &network;
  }
  return nullptr;
}

}  // namespace lake
