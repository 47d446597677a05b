// DuckDB's errors as Status: which of them may pass, which mean that somebody else wrote.
//
// DuckDB's error type decides first. Only types that carry what a file system or a catalog's server
// said are looked into by text, and never at words in quotes, which may be a user's own. The rules
// come from measurements with DuckDB 1.5.5 and its DuckLake, SQLite and PostgreSQL extensions.
#pragma once

#include <duckdb.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

// The code of an error. Without a type the text's own beginning ("IO Error:") names it.
Code DuckErrorCode(std::string_view text, duckdb_error_type type = DUCKDB_ERROR_INVALID);

// "stellarlake (pid 4711)" when the text says that another process has the file open; "" when it
// says nothing of the kind.
std::string LockHolder(std::string_view text);

// The error with a short text on one line (error_text.h) that holds neither SQL nor secrets.
Error DuckError(std::string_view text, duckdb_error_type type = DUCKDB_ERROR_INVALID);

// The error of a failed statement.
Error DuckError(duckdb_result& result);

// Whether an error only says that an earlier one of the same transaction was not cleared away.
bool IsAbortedTransaction(const Error& error);

}  // namespace lake
