// PostgreSQL's errors as Status: the code by SQLSTATE, the text short, on one line and without
// secrets. Only files of this folder include libpq, so its types are only named here.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

struct pg_conn;
struct pg_result;

namespace lake {

// No message of a server is shown at greater length.
inline constexpr std::size_t kPgErrorBytesMax = 400;

// "relation "x" does not exist (42P01)", with the place in a COPY when the server names one.
Error PgResultError(const pg_result* result);

// The SQLSTATE of a failed statement; "" when the server did not say one.
std::string_view PgResultState(const pg_result* result);

// What a connection last met, when no result says it.
Error PgConnectionError(const pg_conn* connection);

// From the text of a failed attempt to connect, in verbose form ("FATAL:  28P01: ..."): the text
// without its frame, and the code by its SQLSTATE where it has one.
Error PgConnectError(std::string_view text);

}  // namespace lake
