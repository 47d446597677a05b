// Objects of a store as files, byte by byte: what no statement of DuckDB writes as it is.
//
// Through an engine of its own, since that of a lake keeps what it has read of an object, and ends
// with its lake. Addresses are those of a lake's data files; who we are to the store is said as for
// a lake (s3_secret.h). Errors name the object: kNotFound when it is not there, kUnavailable when
// the store does not answer. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "duckdb/database.h"

namespace lake {

class ObjectFiles {
 public:
  // `extension_folder` as LakeOptions has it.
  static Result<ObjectFiles> Open(const std::string& extension_folder);

  // In bytes; nothing when it is not there.
  Result<std::optional<std::uint64_t>> SizeOf(const std::string& url);
  // The parts, one behind the other; what stood there is replaced once all of them are stored.
  // Without any byte nothing is written: DuckDB does not store such objects.
  Status Write(const std::string& url, std::span<const std::string_view> parts);
  // In pieces, however large it is; likewise. After an error `to` is not there.
  Status Copy(const std::string& from, const std::string& to);
  Status Remove(const std::string& url);

 private:
  explicit ObjectFiles(Connection connection) : connection_(std::move(connection)) {}
  Status CopyPieces(const std::string& from, const std::string& to, bool& begun);

  Connection connection_;
};

}  // namespace lake
