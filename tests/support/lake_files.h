// Ledgers as files: data lakes in the layout of SEP-54, and every framing that a ledger file can
// have. Written from the specification, apart from the code that reads them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "support/built_ledger.h"

namespace lake::testing {

struct LakeOptions {
  std::uint32_t ledgers_per_file = 1;
  std::uint32_t files_per_partition = 64'000;  // 1: files stand in the lake's root
  std::string extension = "zst";               // "zstd" in old lakes
  std::string passphrase = "Stellarlake test network";
  bool manifest = true;  // write .config.json
};

// Writes ledgers one at a time; they come in order, and the first begins a file. Errors abort.
class LakeWriter {
 public:
  LakeWriter(std::filesystem::path folder, LakeOptions options);
  // Writes what is left in an incomplete file.
  ~LakeWriter();
  LakeWriter(const LakeWriter&) = delete;
  LakeWriter& operator=(const LakeWriter&) = delete;

  void Add(const BuiltLedger& ledger);
  std::uint64_t raw_bytes() const { return raw_bytes_; }

 private:
  void Flush();

  std::filesystem::path folder_;
  LakeOptions options_;
  std::vector<BuiltLedger> pending_;
  std::uint64_t raw_bytes_ = 0;
};

// Gives the path of each ledger's file.
std::map<std::uint32_t, std::filesystem::path> WriteLake(const std::filesystem::path& folder,
                                                         std::span<const BuiltLedger> ledgers,
                                                         const LakeOptions& options = {});

// The path of the file of `ledger` in a lake, from its root.
std::string LakePath(std::uint32_t ledger, const LakeOptions& options);

// Framings; a bare LedgerCloseMeta is the ledger's own bytes.
std::string RecordMarks(std::span<const BuiltLedger> ledgers);
std::string LedgerBatch(std::span<const BuiltLedger> ledgers);
std::string Base64Lines(std::span<const BuiltLedger> ledgers);
std::string Zstd(std::string_view content);

}  // namespace lake::testing
