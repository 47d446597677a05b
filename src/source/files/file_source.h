// Loose ledger files of any framing as a source: one file, or several that together are one chain.
//
// Files are read in the order of their first ledgers, which are looked up at the first use. A
// ledger that is missing or comes twice is kDataLoss (missing ones are skipped with allow_gaps); an
// open-ended range ends with the files. Extent reads everything once. One thread uses the source;
// Stop may come from any.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "source/files/ledger_files.h"
#include "source/ledger_source.h"
#include "source/source_options.h"

namespace lake {

// A file as a source of its own: sets of test files repeat the same sequences in every file.
// An empty file is a source without ledgers.
Result<std::unique_ptr<LedgerSource>> OpenLedgerFile(const std::string& path,
                                                     const SourceOptions& options);

// Several files as one source; `name` is what Describe gives.
Result<std::unique_ptr<LedgerSource>> OpenLedgerFiles(std::vector<LedgerFile> files,
                                                      std::string name,
                                                      const SourceOptions& options);

}  // namespace lake
