// The lake's rows against a second extraction of the same ledgers, table by table and ledger by
// ledger, of those tables that the lake says it holds of a ledger.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "extract/extraction.h"
#include "sink/lake_contents.h"
#include "source/ledger_source.h"
#include "verify/report.h"

namespace lake {

// What is compared with.
struct SecondSource {
  LedgerSource& source;
  const Network& network;
  const ExtractionOptions& options;
};

// Called with a sentence when a part begins.
using VerifyNotes = std::function<void(const std::string&)>;

class SecondExtraction {
 public:
  SecondExtraction(const LakeReading& reading, const SecondSource& second, Clock& clock,
                   const VerifyNotes& note, std::stop_token stop)
      : reading_(reading), second_(second), clock_(clock), note_(note), stop_(std::move(stop)) {}

  // All that the lake holds of `range`: ledgers with the same tables are one run of the source,
  // however many batches they are.
  Status Compare(const LakeContents& contents, const LedgerRange& range);

 private:
  struct Part;  // ledgers and the tables that hold them
  Status ComparePart(const Part& part);

  const LakeReading& reading_;
  const SecondSource& second_;
  Clock& clock_;
  const VerifyNotes& note_;
  const std::stop_token stop_;
};

}  // namespace lake
