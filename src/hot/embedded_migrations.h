// The files of migrations/hot, and deploy/hot/roles.sql, as the build puts them into the program.
#pragma once

#include <span>

#include "base/embedded_file.h"

namespace lake {

std::span<const EmbeddedFile> EmbeddedMigrationFiles();

}  // namespace lake
