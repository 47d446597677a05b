// The extension files that this program was built with, known by their SHA-256.
//
// DuckDB checks a signature by hashing the file without the CPU's instructions, 0.2 s of CPU for
// each extension of each database that opens. A file whose hash is the build's needs no signature:
// it is the very file that tools/deps/lock pins.
#pragma once

#include <string>

namespace lake {

// False for every file that cannot be read, too. A file that was found pinned is not read again
// while it stays the same file (device, inode, size, time of change). Thread-safe.
bool IsPinnedExtension(const std::string& path);

}  // namespace lake
