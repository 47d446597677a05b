#include "support/lake_files.h"

#include <fmt/format.h>
#include <zstd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/base64.h"
#include "base/check.h"

namespace lake::testing {
namespace {

void AppendU32(std::string& out, std::uint32_t value) {
  std::uint8_t word[4];
  StoreU32(word, value);
  out += AsText(word);
}

void WriteFile(const std::filesystem::path& path, std::string_view content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  CHECK(out.good());
}

// "FCD285FF--53312000" or "FCD285FF--53312000-53312063".
std::string RangeName(std::uint32_t first, std::uint32_t last) {
  return first == last ? fmt::format("{:08X}--{}", UINT32_MAX - first, first)
                       : fmt::format("{:08X}--{}-{}", UINT32_MAX - first, first, last);
}

}  // namespace

std::string LakePath(std::uint32_t ledger, const LakeOptions& options) {
  const std::uint32_t first = ledger - ledger % options.ledgers_per_file;
  const std::string file =
      RangeName(first, first + options.ledgers_per_file - 1) + ".xdr." + options.extension;
  if (options.files_per_partition == 1) return file;
  const std::uint32_t ledgers = options.ledgers_per_file * options.files_per_partition;
  const std::uint32_t begin = ledger - ledger % ledgers;
  return RangeName(begin, begin + ledgers - 1) + "/" + file;
}

LakeWriter::LakeWriter(std::filesystem::path folder, LakeOptions options)
    : folder_(std::move(folder)), options_(std::move(options)) {
  std::filesystem::create_directories(folder_);
  if (!options_.manifest) return;
  const nlohmann::json manifest = {{"networkPassphrase", options_.passphrase},
                                   {"version", "1.0"},
                                   {"compression", "zstd"},
                                   {"ledgersPerBatch", options_.ledgers_per_file},
                                   {"batchesPerPartition", options_.files_per_partition}};
  WriteFile(folder_ / ".config.json", manifest.dump());
}

LakeWriter::~LakeWriter() { Flush(); }

void LakeWriter::Add(const BuiltLedger& ledger) {
  const std::uint32_t place = ledger.sequence % options_.ledgers_per_file;
  CHECK(place == pending_.size());
  raw_bytes_ += ledger.xdr.size();
  pending_.push_back(ledger);
  if (pending_.size() == options_.ledgers_per_file) Flush();
}

void LakeWriter::Flush() {
  if (pending_.empty()) return;
  WriteFile(folder_ / LakePath(pending_.front().sequence, options_), Zstd(LedgerBatch(pending_)));
  pending_.clear();
}

std::map<std::uint32_t, std::filesystem::path> WriteLake(const std::filesystem::path& folder,
                                                         std::span<const BuiltLedger> ledgers,
                                                         const LakeOptions& options) {
  std::map<std::uint32_t, std::filesystem::path> paths;
  LakeWriter writer(folder, options);
  for (const BuiltLedger& ledger : ledgers) {
    writer.Add(ledger);
    paths[ledger.sequence] = folder / LakePath(ledger.sequence, options);
  }
  return paths;
}

std::string RecordMarks(std::span<const BuiltLedger> ledgers) {
  constexpr std::uint32_t kLastFragment = 0x80000000;  // RFC 5531 section 11
  std::string out;
  for (const BuiltLedger& ledger : ledgers) {
    AppendU32(out, kLastFragment | static_cast<std::uint32_t>(ledger.xdr.size()));
    out += AsText(ledger.xdr);
  }
  return out;
}

std::string LedgerBatch(std::span<const BuiltLedger> ledgers) {
  CHECK(!ledgers.empty());
  std::string out;
  AppendU32(out, ledgers.front().sequence);
  AppendU32(out, ledgers.back().sequence);
  AppendU32(out, static_cast<std::uint32_t>(ledgers.size()));
  for (const BuiltLedger& ledger : ledgers) out += AsText(ledger.xdr);
  return out;
}

std::string Base64Lines(std::span<const BuiltLedger> ledgers) {
  std::string out;
  for (const BuiltLedger& ledger : ledgers) out += Base64(ledger.xdr) + "\n";
  return out;
}

std::string Zstd(std::string_view content) {
  constexpr int kLevel = 3;
  std::string out(ZSTD_compressBound(content.size()), '\0');
  const std::size_t size =
      ZSTD_compress(out.data(), out.size(), content.data(), content.size(), kLevel);
  CHECK(!ZSTD_isError(size));
  out.resize(size);
  return out;
}

}  // namespace lake::testing
