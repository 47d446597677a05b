#include "source/archive/object_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace lake {
namespace {

constexpr std::uint32_t kLedgerMax = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kHexDigits = 8;
// Real names have at most 48 characters; a bound before anything is copied.
constexpr std::size_t kNameMax = 128;
constexpr std::string_view kContentEnding = ".xdr.";

bool IsHexUpper(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); });
}

bool IsEndingText(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '_' || c == '-';
  });
}

// The digits at the front of `text`, which loses them; empty when there are none.
std::string_view TakeDigits(std::string_view& text) {
  const std::size_t size = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view digits = text.substr(0, size);
  text.remove_prefix(size);
  return digits;
}

// What "%08X--%d[-%d]" at the front of a name says. Numbers too large become 0 to 0, which the
// comparison with the name made again refuses.
struct Numbers {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  bool has_last = false;
  std::string_view rest;
};

std::uint32_t ParseNumber(std::string_view digits) {
  std::uint32_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return parsed.ec == std::errc() ? number : 0;
}

std::optional<Numbers> ParseNumbers(std::string_view name) {
  if (name.size() > kNameMax || name.size() < kHexDigits + 3) return std::nullopt;
  if (!IsHexUpper(name.substr(0, kHexDigits)) || name.substr(kHexDigits, 2) != "--") {
    return std::nullopt;
  }
  Numbers numbers;
  numbers.rest = name.substr(kHexDigits + 2);
  const std::string_view first = TakeDigits(numbers.rest);
  if (first.empty()) return std::nullopt;
  numbers.first = numbers.last = ParseNumber(first);
  if (!numbers.rest.starts_with('-')) return numbers;
  numbers.rest.remove_prefix(1);
  const std::string_view last = TakeDigits(numbers.rest);
  if (last.empty()) return std::nullopt;
  numbers.last = ParseNumber(last);
  numbers.has_last = true;
  return numbers;
}

Error Contradiction(std::string_view name, std::string_view made) {
  return {Code::kDataLoss,
          fmt::format("{}: the name contradicts itself, the one for its ledgers would be {}; "
                      "remove or rename it",
                      name, made)};
}

std::uint32_t Boundary(std::uint32_t ledger, std::uint64_t size) {
  return static_cast<std::uint32_t>(ledger / size * size);
}

std::uint32_t LastFrom(std::uint32_t first, std::uint64_t size) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(first + size - 1, kLedgerMax));
}

// "zst.tmp", "zst.part-1", "zst.sha256": what exporters write before they rename it, or beside it.
bool IsBesideAnObject(std::string_view ending) {
  const std::size_t end = ending.find_first_of("._-");
  return end != ending.npos && IsKnownCompression(ending.substr(0, end));
}

}  // namespace

Result<std::optional<BatchName>> ParseBatchName(std::string_view name) {
  const std::optional<Numbers> numbers = ParseNumbers(name);
  if (!numbers || !numbers->rest.starts_with(kContentEnding)) return std::optional<BatchName>();
  const std::string_view ending = numbers->rest.substr(kContentEnding.size());
  if (!IsEndingText(ending) || IsBesideAnObject(ending)) return std::optional<BatchName>();
  std::optional<BatchName> batch({numbers->first, numbers->last, std::string(ending)});
  const std::string made = FormatBatchName(*batch);
  if (made != name || batch->last < batch->first) return Contradiction(name, made);
  return batch;
}

Result<std::optional<PartitionName>> ParsePartitionName(std::string_view name) {
  if (name.ends_with('/')) name.remove_suffix(1);
  const std::optional<Numbers> numbers = ParseNumbers(name);
  if (!numbers || !numbers->has_last || !numbers->rest.empty()) {
    return std::optional<PartitionName>();
  }
  std::optional<PartitionName> partition({numbers->first, numbers->last});
  const std::string made = FormatPartitionName(*partition);
  if (made != name || partition->last < partition->first) return Contradiction(name, made);
  return partition;
}

std::string FormatBatchName(const BatchName& batch) {
  if (batch.first == batch.last) {
    return fmt::format("{:08X}--{}.xdr.{}", kLedgerMax - batch.first, batch.first,
                       batch.compression);
  }
  return fmt::format("{:08X}--{}-{}.xdr.{}", kLedgerMax - batch.first, batch.first, batch.last,
                     batch.compression);
}

std::string FormatPartitionName(const PartitionName& partition) {
  return fmt::format("{:08X}--{}-{}", kLedgerMax - partition.first, partition.first,
                     partition.last);
}

bool IsKnownCompression(std::string_view compression) {
  return compression == "zst" || compression == "zstd";
}

std::string KeyOrder(std::uint32_t ledger) { return fmt::format("{:08X}", kLedgerMax - ledger); }

BatchName ArchiveSchema::BatchOf(std::uint32_t ledger, std::string_view compression) const {
  const std::uint32_t first = Boundary(ledger, ledgers_per_batch);
  return {first, LastFrom(first, ledgers_per_batch), std::string(compression)};
}

PartitionName ArchiveSchema::PartitionOf(std::uint32_t ledger) const {
  const std::uint64_t size = std::uint64_t{ledgers_per_batch} * batches_per_partition;
  const std::uint32_t first = Boundary(ledger, size);
  return {first, LastFrom(first, size)};
}

std::string ArchiveSchema::KeyOf(std::uint32_t ledger, std::string_view compression) const {
  const std::string name = FormatBatchName(BatchOf(ledger, compression));
  if (batches_per_partition <= 1) return name;
  return FormatPartitionName(PartitionOf(ledger)) + "/" + name;
}

}  // namespace lake
