// DuckDB's error texts as Status: which of them may pass, which mean that somebody else wrote.
//
// The rules come from measurements with DuckDB 1.5.5 and its DuckLake, SQLite and PostgreSQL
// extensions; DuckDB reports most of these with one error type, so the text decides. Secrets of
// connection strings are redacted.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

// The code of an error text.
Code DuckErrorCode(std::string_view text);

// "stellarlake (pid 4711)" when the text says that another process has the file open; "" when it
// says nothing of the kind.
std::string LockHolder(std::string_view text);

// The text on one line, without DuckDB's "Line 1: ^" pictures and without secrets.
Error DuckError(std::string_view text);

}  // namespace lake
