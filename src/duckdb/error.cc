#include "duckdb/error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/redact.h"

namespace lake {
namespace {

// First match wins. Texts quote one another ("Binder Error: ... server closed the connection"), so
// what names the deeper cause stands first.
constexpr auto kRules = std::to_array<std::pair<std::string_view, Code>>({
    {"is not utf-8", Code::kInternal},
    {"transaction conflict", Code::kConflict},
    {"write-write conflict", Code::kConflict},
    {"exceeded the maximum retry count", Code::kConflict},
    {"could not set lock on file", Code::kConflict},
    {"could not serialize access", Code::kConflict},
    {"database is locked", Code::kUnavailable},
    {"interrupted", Code::kCancelled},
    {"out of memory", Code::kResourceExhausted},
    {"no space left on device", Code::kResourceExhausted},
    {"file too large", Code::kResourceExhausted},
    {"disk quota exceeded", Code::kResourceExhausted},
    {"password authentication failed", Code::kInvalidArgument},
    {"server closed the connection", Code::kUnavailable},
    {"connection reset", Code::kUnavailable},
    {"connection refused", Code::kUnavailable},
    {"connection timed out", Code::kUnavailable},
    {"terminating connection", Code::kUnavailable},
    {"no result returned", Code::kUnavailable},
    {"no connection to the server", Code::kUnavailable},
    {"connection has been closed", Code::kUnavailable},
    {"ssl syscall error", Code::kUnavailable},
    {"broken pipe", Code::kUnavailable},
    {"the database system is", Code::kUnavailable},
    {"remaining connection slots", Code::kUnavailable},
    {"too many clients", Code::kUnavailable},
    {"deadlock detected", Code::kUnavailable},
    {"http get error", Code::kUnavailable},
    {"http put error", Code::kUnavailable},
    {"http post error", Code::kUnavailable},
    // Two processes that make the same lake or table at once.
    {"violates unique constraint", Code::kConflict},
    {"already exists", Code::kConflict},
    {"no magic bytes found", Code::kDataLoss},
    {"too small to be a parquet file", Code::kDataLoss},
    {"parser error", Code::kInvalidArgument},
    {"binder error", Code::kInvalidArgument},
    {"catalog error", Code::kInvalidArgument},
    {"does not exist", Code::kNotFound},
    {"connection to server", Code::kUnavailable},
    {"unable to connect", Code::kUnavailable},
    {"could not connect", Code::kUnavailable},
    {"no such file or directory", Code::kNotFound},
    {"no files found that match", Code::kNotFound},
    {"invalid input error", Code::kInvalidArgument},
    {"invalid configuration error", Code::kInvalidArgument},
    {"conversion error", Code::kInvalidArgument},
    {"permission denied", Code::kInvalidArgument},
    {"failed to execute query \"rollback\"", Code::kUnavailable},
});

std::string LowerCase(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// Lines joined by spaces; the picture of the statement that ends binder errors is left out.
std::string OneLine(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("LINE ")) break;
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    if (line.empty()) continue;
    if (!out.empty()) out += ' ';
    out += line;
  }
  return out;
}

}  // namespace

Code DuckErrorCode(std::string_view text) {
  const std::string lower = LowerCase(text);
  for (const auto& [needle, code] : kRules) {
    if (lower.find(needle) != std::string::npos) return code;
  }
  return Code::kInternal;
}

// "... Conflicting lock is held in /usr/bin/stellarlake (PID 4711) by user x. See also ..."
std::string LockHolder(std::string_view text) {
  constexpr std::string_view kHeldIn = "lock is held in ";
  constexpr std::string_view kPid = " (PID ";
  const std::string lower = LowerCase(text);
  if (lower.find("could not set lock on file") == std::string::npos) return "";
  const std::size_t held = text.find(kHeldIn);
  const std::size_t pid = held == text.npos ? held : text.find(kPid, held);
  const std::size_t end = pid == text.npos ? pid : text.find(')', pid);
  if (end == text.npos) return "another process";
  std::string_view program = text.substr(held + kHeldIn.size(), pid - held - kHeldIn.size());
  program.remove_prefix(program.rfind('/') + 1);  // npos + 1 is 0
  const std::size_t number = pid + kPid.size();
  return std::string(program) + " (pid " + std::string(text.substr(number, end - number)) + ")";
}

Error DuckError(std::string_view text) { return {DuckErrorCode(text), Redact(OneLine(text))}; }

}  // namespace lake
