#include <fmt/format.h>

#include <filesystem>

#include "app/docs.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "base/file.h"

namespace lake {

Status RunDocs(const Invocation& invocation) {
  const std::string& folder = invocation.settings.out;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return ErrnoError(error.value(), folder);
  for (const DocPage& page : DocPages()) {
    std::string path = fmt::format("{}/{}", folder, page.file);
    TRY(WriteFileAtomically(path, page.text));
    TRY(Print(path + "\n"));
  }
  return {};
}

}  // namespace lake
