// The files of migrations/hot, and deploy/hot/roles.sql, as the build puts them into the program
// (cmake/embed_migrations.cmake).
#pragma once

#include <span>
#include <string_view>

namespace lake {

struct EmbeddedFile {
  std::string_view name;
  std::string_view text;
};

std::span<const EmbeddedFile> EmbeddedMigrationFiles();

}  // namespace lake
