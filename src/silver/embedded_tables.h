// The files of silver/, as the build puts them into the program.
#pragma once

#include <span>

#include "base/embedded_file.h"

namespace lake {

std::span<const EmbeddedFile> EmbeddedSilverFiles();

}  // namespace lake
