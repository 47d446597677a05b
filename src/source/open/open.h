// From what a person types to a source of ledgers: a folder (data lake or loose files), a file, or
// `scheme://…`. The table of schemes is in schemes.cc: a new kind of source is one line there.
//
// Thread-safe. Errors: kInvalidArgument for an unknown scheme or a malformed address, kNotFound
// when there is nothing at that place; both say what would work instead.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"
#include "source/ledger_source.h"
#include "source/source_options.h"

namespace lake {

Result<std::unique_ptr<LedgerSource>> OpenSource(std::string_view spec,
                                                 const SourceOptions& options);

// A folder or a file of this machine.
Result<std::unique_ptr<LedgerSource>> OpenPath(std::string_view path, const SourceOptions& options);

// Opens the whole `spec`, scheme included.
using SourceOpener = Result<std::unique_ptr<LedgerSource>> (*)(std::string_view spec,
                                                               const SourceOptions& options);

struct SourceScheme {
  std::string_view name;     // without "://", lower case: "s3", "rpc+https"
  std::string_view example;  // for messages: "s3://bucket/prefix"
  SourceOpener open;
};

// Every scheme of this build.
std::span<const SourceScheme> SourceSchemes();

}  // namespace lake
