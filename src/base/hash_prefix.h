// The beginning of some bytes that has a given SHA-256: finds the end of a value that cannot be
// decoded but whose hash is known. Thread-safe.
#pragma once

#include <cstddef>
#include <optional>

#include "base/bytes.h"
#include "base/sha256.h"

namespace lake {

// The size of the prefix, a multiple of `step`; nothing when no prefix has the hash. Takes as long
// as hashing the bytes, plus a hash of one block per step.
std::optional<std::size_t> FindHashedPrefix(Bytes bytes, const Hash256& hash, std::size_t step);

}  // namespace lake
