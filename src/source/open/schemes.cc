#include <array>
#include <string_view>

#include "source/archive/http_store.h"
#include "source/archive/s3_store.h"
#include "source/grpc/grpc_source.h"
#include "source/open/open.h"
#include "source/rpc/rpc_source.h"

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
    SourceScheme{"s3", "s3://bucket/prefix", OpenS3Lake},
    SourceScheme{"https", "https://host/lake", OpenHttpLake},
    SourceScheme{"http", "http://host/lake", OpenHttpLake},
    SourceScheme{"grpc", "grpc://host:50053", OpenGrpcSource},
    SourceScheme{"rpc+https", "rpc+https://host", OpenRpcSource},
    SourceScheme{"rpc+http", "rpc+http://host:8000", OpenRpcSource},
    SourceScheme{"grpcs", "grpcs://host:50053", OpenGrpcSource},
};

}  // namespace

std::span<const SourceScheme> SourceSchemes() { return kSchemes; }

}  // namespace lake
