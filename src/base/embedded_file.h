// A text file that the build puts into the program (cmake/embed_files.cmake).
#pragma once

#include <string_view>

namespace lake {

struct EmbeddedFile {
  std::string_view name;  // of the file, or with its folder in front
  std::string_view text;
};

}  // namespace lake
