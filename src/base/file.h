// Files of the local machine: mapped reading, durable writing. Messages name the path and the
// reason.
//
// Codes: kNotFound when it is not there, kInvalidArgument when it may not be opened or is of
// another kind, kResourceExhausted for a full disk or a bound, kInternal for a failing device.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace lake {

// An error for errno `number`: "<what>: No such file or directory", with the code of the list
// above.
Error ErrnoError(int number, std::string_view what);

// The whole file; kResourceExhausted when it holds more than max_bytes.
Result<std::string> ReadSmallFile(const std::string& path, std::size_t max_bytes);

// Replaces or creates `path` so that a crash leaves either the old or the new content, and the new
// one is durable on return: temporary file beside it, fsync, rename, fsync of the folder.
Status WriteFileAtomically(const std::string& path, std::string_view content);

// Makes the content of a file, or the names in a folder, durable.
Status SyncFile(const std::string& path);
Status SyncFolder(const std::string& path);

}  // namespace lake
