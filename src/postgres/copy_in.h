// One COPY ... FROM STDIN, inside the connection's transaction: bytes are sent as they come, so
// memory stays bounded by the pieces that are given. Ends its connection when it is destroyed
// before Finish, because there is no other way to leave a COPY at once. One thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "postgres/connection.h"

namespace lake {

class PgCopyIn {
 public:
  // `sql` begins the COPY.
  static Result<PgCopyIn> Start(PgConnection& connection, std::string_view sql);
  PgCopyIn(PgCopyIn&& other) noexcept;
  PgCopyIn& operator=(PgCopyIn&&) = delete;
  ~PgCopyIn();

  // Pieces of 64 KiB or so are best. An error of the server may show only in Finish.
  Status Put(std::string_view bytes);
  // The number of rows that the server took.
  Result<std::uint64_t> Finish();

 private:
  explicit PgCopyIn(PgConnection& connection) : connection_(&connection) {}
  PgConnection* connection_;  // null: over
};

}  // namespace lake
