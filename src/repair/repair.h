// Makes the rows of a plan anew from a source and puts them in the place of what is damaged: a
// group of parts is one fenced commit (lake/lake_writer.h).
//
// A part whose rows are not those that the lineage recorded is left as it is; the report says why.
// The writer was opened without a look at files (LakeWriterOptions::checks_files), its storage is
// read; it outlives this. After an error, and when it was killed, the parts that were committed are
// whole and the others as they were. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "extract/extraction.h"
#include "repair/rebuilt_rows.h"
#include "repair/repair_plan.h"
#include "source/ledger_source.h"

namespace lake {

struct RepairSource {
  LedgerSource& source;
  const Network& network;
  ExtractionOptions options{};
};

struct RepairedPart {
  std::string name;  // NameOf
  std::uint64_t rows;
  std::uint64_t files;  // that went
};

struct RepairReport {
  std::vector<RepairedPart> repaired;
  std::vector<std::string> left;  // what is not, and why
  std::uint64_t ledgers = 0;      // extracted
};

// What the messages of its snapshots begin with.
inline constexpr std::string_view kRepairMessage = "repair: ";

class Repair {
 public:
  // Told now and then how far it is: the ledger that was extracted last.
  using Notes = std::function<void(std::uint32_t sequence)>;

  Repair(LakeWriter& writer, const LakeContents& contents, const StoredNames& names,
         const RepairSource& source, Notes notes, std::stop_token stop)
      : writer_(writer),
        contents_(contents),
        names_(names),
        source_(source),
        notes_(std::move(notes)),
        stop_(std::move(stop)) {}

  Status Run(const RepairPlan& plan);
  const RepairReport& report() const { return report_; }

 private:
  using Parts = std::list<RebuiltRows>;

  Status RunGroup(const std::vector<RepairPart>& group);
  Status Extract(const LedgerSpan& ledgers, const TableSet& tables, Parts& parts);
  // Leaves the parts that may be committed.
  void Judge(Parts& parts);
  Status Commit(Parts& parts);
  Result<bool> CanBeDeleted(const FileSpan& file);

  LakeWriter& writer_;
  const LakeContents& contents_;
  const StoredNames& names_;
  const RepairSource& source_;
  const Notes notes_;
  const std::stop_token stop_;
  RepairReport report_;
};

}  // namespace lake
