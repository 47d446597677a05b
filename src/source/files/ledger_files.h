// Which files of a folder hold ledgers, for folders that are not data lakes.
//
// By their endings (.xdr, .xdr.zst, .xdr.zstd, .zst, .zstd, .bin, .b64, .base64), so that a damaged
// ledger file is an error when it is read and not silently something else. Archives (.tar.zst) and
// hidden files are left out. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace lake {

struct LedgerFile {
  std::string path;
  std::string name;  // path below the folder that was asked for; the file's own name for a file
  std::uint64_t size = 0;  // bytes on disk
};

// The file itself, or those of a folder and the folders below it, in natural order of their names
// ("2" before "10"). Links to folders are not followed. kNotFound when there is no such path,
// kInvalidArgument for a device or pipe.
Result<std::vector<LedgerFile>> ListLedgerFiles(const std::string& path);

}  // namespace lake
