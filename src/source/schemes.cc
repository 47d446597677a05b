#include <array>
#include <string_view>

#include "source/open.h"

namespace lake {
namespace {

Result<std::unique_ptr<LedgerSource>> OpenFileUrl(std::string_view spec,
                                                  const SourceOptions& options) {
  constexpr std::string_view kPrefix = "file://";
  const std::string_view path = spec.substr(kPrefix.size());
  if (!path.starts_with('/')) {
    return Error{Code::kInvalidArgument,
                 std::string(spec) + ": a file URL has three slashes: file:///srv/lake"};
  }
  return OpenPath(path, options);
}

constexpr std::array kSchemes = {
    SourceScheme{"file", "file:///srv/lake", OpenFileUrl},
};

}  // namespace

std::span<const SourceScheme> SourceSchemes() { return kSchemes; }

}  // namespace lake
