// The manifest of a data lake, `.config.json` at its root: which network, and how ledgers are laid
// out.
//
// Written by the exporter; may be missing in old lakes. Read strictly: what it says is either valid
// or an error, but keys that are not known are left alone, since newer exporters may add some.
// Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "source/archive/object_key.h"

namespace lake {

inline constexpr std::string_view kManifestKey = ".config.json";

struct Manifest {
  std::string network_passphrase;  // "" = not stated
  std::string version;             // of the exporter; "" = not stated
  ArchiveSchema schema;
};

// kDataLoss, naming the key, for anything that is not a valid manifest.
Result<Manifest> ParseManifest(Bytes json);

}  // namespace lake
