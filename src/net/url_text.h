// Text of URLs: percent-encoding as RFC 3986 and AWS's signature want it, and what we accept as an
// address. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

// Everything but the unreserved characters A-Z a-z 0-9 - . _ ~ as %XX, in upper case.
std::string EncodeUrl(std::string_view text);
// The same, but '/' stays.
std::string EncodeUrlPath(std::string_view path);
// The reverse; a '%' without two hexadecimal digits stays as it is.
std::string DecodeUrl(std::string_view text);

// kInvalidArgument unless it is http(s)://host[:port][/path] without user, query or fragment.
Status CheckHttpUrl(std::string_view url);

}  // namespace lake
