#include "source/open/open.h"

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/file.h"
#include "source/archive/archive_source.h"
#include "source/archive/local_store.h"
#include "source/archive/manifest.h"
#include "source/files/file_source.h"

namespace lake {
namespace {

constexpr std::string_view kSchemeEnd = "://";

// True for a folder with a manifest, or with a name of the lake's pattern in it, damaged ones
// included.
Result<bool> IsLake(ObjectStore& store) {
  ListRequest request;
  do {
    TRY_ASSIGN(const ObjectPage page, store.List(request, {}));
    for (const std::string& folder : page.folders) {
      const auto partition = ParsePartitionName(folder);
      if (!partition.ok() || partition->has_value()) return true;
    }
    for (const ObjectInfo& object : page.objects) {
      const auto batch = ParseBatchName(object.key);
      if (object.key == kManifestKey || !batch.ok() || batch->has_value()) return true;
    }
    request.page_token = page.next_page_token;
  } while (!request.page_token.empty());
  return false;
}

Error UnknownScheme(std::string_view spec) {
  std::string known;
  for (const SourceScheme& scheme : SourceSchemes()) {
    known += fmt::format("{}{}", known.empty() ? "" : ", ", scheme.example);
  }
  return {Code::kInvalidArgument,
          fmt::format(
              "{}: this kind of source is not known; a source is a folder, a file, or one of {}",
              spec, known)};
}

}  // namespace

Result<std::unique_ptr<LedgerSource>> OpenPath(std::string_view given,
                                               const SourceOptions& options) {
  const std::string path(given);
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error) return ErrnoError(error.value(), path);
  if (!std::filesystem::is_directory(status)) return OpenLedgerFile(path, options);

  TRY_ASSIGN(std::shared_ptr<LocalStore> store, LocalStore::Open(path));
  TRY_ASSIGN(const bool is_lake, IsLake(*store));
  if (is_lake) return OpenArchive(std::move(store), options);
  TRY_ASSIGN(std::vector<LedgerFile> files, ListLedgerFiles(path));
  if (files.empty()) {
    return Error{Code::kNotFound,
                 fmt::format("{}: no ledgers there: neither a data lake (objects such as "
                             "FC4DB5FF--62016000.xdr.zst) nor ledger files (.xdr, .xdr.zst, ...)",
                             path)};
  }
  return OpenLedgerFiles(std::move(files), path, options);
}

Result<std::unique_ptr<LedgerSource>> OpenSource(std::string_view spec,
                                                 const SourceOptions& options) {
  if (spec.empty()) return Error{Code::kInvalidArgument, "no source given"};
  const std::size_t end = spec.find(kSchemeEnd);
  if (end == spec.npos) return OpenPath(spec, options);
  for (const SourceScheme& scheme : SourceSchemes()) {
    if (spec.substr(0, end) == scheme.name) return scheme.open(spec, options);
  }
  return UnknownScheme(spec);
}

}  // namespace lake
