// DuckDB's error texts made fit for people: on one line, without its frames and pictures, without
// SQL, a few hundred bytes long, with the cause kept.
//
// Thread-safe. Nothing here hides secrets: error.h does.
#pragma once

#include <string>
#include <string_view>

namespace lake {

// No message of DuckDB or of a catalog's server is shown at greater length.
inline constexpr std::size_t kErrorTextBytesMax = 400;

// The text without "Attempting to execute an unsuccessful or closed pending query result": what the
// statement itself met.
std::string_view WithoutWrapper(std::string_view text);

// The text on one line, without statements, without DuckDB's advice to its own users and without
// its "LINE 1: ^" pictures. It may still be long.
std::string PlainErrorText(std::string_view text);

// What the rules of error.cc may look at: the plain text in lower case, without anything that
// stands in quotes, which may be a user's own words.
std::string UnquotedErrorText(std::string_view plain);

// The plain text with its middle left out when it is long: the head says what failed, the tail why.
std::string ShortErrorText(std::string plain);

}  // namespace lake
