#include "ingest/settle_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "stellar/network_detect.h"
#include "stellar/unknown_ledger.h"

namespace lake {
namespace {

// Ledgers without transactions fit any network; among this many one has some.
constexpr std::uint32_t kLedgersTried = 64;

Error Disagree(std::string_view what, const std::string& source, const Network& found,
               const Network& wanted) {
  return {
      Code::kInvalidArgument,
      fmt::format("{} of {} is of {} (\"{}\"), not of {} (\"{}\"): name the right --network, or "
                  "another source",
                  what, source, found.name, found.passphrase, wanted.name, wanted.passphrase)};
}

// The ledgers to try, from `first` on. Where the source says what it has, none that it lacks are
// asked for: it would warn of them.
LedgerRange LedgersToTry(const Result<SourceExtent>& extent, std::uint32_t first) {
  const auto held = extent.ok() && extent->exact ? extent->ledgers.FirstFrom(first) : std::nullopt;
  const std::uint32_t from = held.value_or(first);
  std::uint64_t last = std::uint64_t{from} + kLedgersTried - 1;
  last = std::min<std::uint64_t>(
      last, held ? *extent->ledgers.RunEnd(from) : std::numeric_limits<std::uint32_t>::max());
  return {from, static_cast<std::uint32_t>(last)};
}

// The network of the first ledger that tells; null when none of them does.
Result<const Network*> NetworkOfLedgers(LedgerSource& source, LedgerRange tried) {
  TRY(source.Seek(tried));
  for (std::uint32_t i = 0; i < kLedgersTried; ++i) {
    Result<std::optional<RawLedger>> ledger = source.Next();
    // What is wrong with a later ledger is the run's business, which reads it again.
    if (!ledger.ok() && i > 0) return nullptr;
    if (!ledger.ok()) return std::move(ledger).status();
    if (!ledger->has_value()) return nullptr;
    const auto network = DetectNetwork((**ledger).xdr);
    if (network.ok() && *network != nullptr) return *network;
    // One that this version does not know tells no network; the next may.
    if (!network.ok() && !ProveUnknown((**ledger).xdr).ok()) {
      return network.status().Context((**ledger).origin);
    }
  }
  return nullptr;
}

}  // namespace

Result<Network> SettleNetwork(LedgerSource& source, std::uint32_t first,
                              const std::string& wanted) {
  // A server that does not answer yet is asked again, with patience, when its ledgers are read.
  const Result<SourceExtent> extent = source.Extent();
  if (!extent.ok() && extent.error().code != Code::kUnavailable) return extent.error();
  std::optional<Network> settled;
  if (!wanted.empty()) {
    TRY_ASSIGN(settled, ParseNetwork(wanted));
  }
  if (extent.ok() && extent->network_passphrase) {
    Network manifest = NetworkOfPassphrase(*extent->network_passphrase);
    if (settled && settled->id != manifest.id) {
      return Disagree("the manifest", source.Describe(), manifest, *settled);
    }
    settled = std::move(manifest);
  }
  if (settled && FindNetwork(settled->id) == nullptr) return *settled;
  TRY_ASSIGN(const Network* found, NetworkOfLedgers(source, LedgersToTry(extent, first)));
  if (found != nullptr && settled && found->id != settled->id) {
    return Disagree("the first ledger", source.Describe(), *found, *settled);
  }
  if (settled) return *settled;
  if (found != nullptr) return *found;
  return Error{Code::kInvalidArgument,
               fmt::format("the network of {} is not known: its ledgers are of none of the public "
                           "networks; give its passphrase with --network \"...\"",
                           source.Describe())};
}

}  // namespace lake
