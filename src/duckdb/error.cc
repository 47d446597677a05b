#include "duckdb/error.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "base/log.h"
#include "base/redact.h"
#include "duckdb/error_text.h"

namespace lake {
namespace {

// How far an error type decides by itself.
enum class Family : std::uint8_t {
  kUsage,        // what was asked for is wrong
  kFramed,       // the same, unless DuckLake put a server's words into it
  kCatalog,      // kFramed, and "already exists"
  kOuter,        // what a file system, a server or a transaction said: the text decides
  kConstraint,   // rows that stand against each other
  kMemory,       // a bound was hit
  kInterrupted,  // asked to stop
  kNetwork,      // may pass
  kBroken,       // DuckDB itself
};

struct TypeRule {
  std::string_view name;  // as the text has it, before " Error: "
  duckdb_error_type type;
  Family family;
};
constexpr auto kTypes = std::to_array<TypeRule>({
    {"Binder", DUCKDB_ERROR_BINDER, Family::kFramed},
    {"Catalog", DUCKDB_ERROR_CATALOG, Family::kCatalog},
    {"Connection", DUCKDB_ERROR_CONNECTION, Family::kNetwork},
    {"Constraint", DUCKDB_ERROR_CONSTRAINT, Family::kConstraint},
    {"Conversion", DUCKDB_ERROR_CONVERSION, Family::kUsage},
    {"Decimal", DUCKDB_ERROR_DECIMAL, Family::kUsage},
    {"Dependency", DUCKDB_ERROR_DEPENDENCY, Family::kUsage},
    {"Divide by Zero", DUCKDB_ERROR_DIVIDE_BY_ZERO, Family::kUsage},
    {"Expression", DUCKDB_ERROR_EXPRESSION, Family::kUsage},
    {"Extension Autoloading", DUCKDB_ERROR_AUTOLOAD, Family::kUsage},
    {"FATAL", DUCKDB_ERROR_FATAL, Family::kBroken},
    {"HTTP", DUCKDB_ERROR_HTTP, Family::kNetwork},
    {"INTERNAL", DUCKDB_ERROR_INTERNAL, Family::kBroken},
    {"INTERRUPT", DUCKDB_ERROR_INTERRUPT, Family::kInterrupted},
    {"IO", DUCKDB_ERROR_IO, Family::kOuter},
    {"Invalid", DUCKDB_ERROR_INVALID, Family::kOuter},
    {"Invalid Configuration", DUCKDB_INVALID_CONFIGURATION, Family::kUsage},
    {"Invalid Input", DUCKDB_ERROR_INVALID_INPUT, Family::kFramed},
    {"Invalid type", DUCKDB_ERROR_INVALID_TYPE, Family::kUsage},
    {"Mismatch Type", DUCKDB_ERROR_MISMATCH_TYPE, Family::kUsage},
    {"Missing Extension", DUCKDB_ERROR_MISSING_EXTENSION, Family::kUsage},
    {"Network", DUCKDB_ERROR_NETWORK, Family::kNetwork},
    {"Not implemented", DUCKDB_ERROR_NOT_IMPLEMENTED, Family::kUsage},
    {"Object Size", DUCKDB_ERROR_OBJECT_SIZE, Family::kUsage},
    {"Out of Memory", DUCKDB_ERROR_OUT_OF_MEMORY, Family::kMemory},
    {"Out of Range", DUCKDB_ERROR_OUT_OF_RANGE, Family::kUsage},
    {"Parameter Not Allowed", DUCKDB_ERROR_PARAMETER_NOT_ALLOWED, Family::kUsage},
    {"Parameter Not Resolved", DUCKDB_ERROR_PARAMETER_NOT_RESOLVED, Family::kUsage},
    {"Parser", DUCKDB_ERROR_PARSER, Family::kUsage},
    {"Permission", DUCKDB_ERROR_PERMISSION, Family::kUsage},
    {"Sequence", DUCKDB_ERROR_SEQUENCE, Family::kUsage},
    {"Settings", DUCKDB_ERROR_SETTINGS, Family::kUsage},
    {"Syntax", DUCKDB_ERROR_SYNTAX, Family::kUsage},
    {"TransactionContext", DUCKDB_ERROR_TRANSACTION, Family::kOuter},
    {"Unknown Type", DUCKDB_ERROR_UNKNOWN_TYPE, Family::kUsage},
});

using Rules = std::span<const std::pair<std::string_view, Code>>;

// First match wins. Texts quote one another ("... server closed the connection"), so what names the
// deeper cause stands first, and what cannot pass stands before what may.
constexpr auto kOuterRules = std::to_array<std::pair<std::string_view, Code>>({
    {"is not utf-8", Code::kInternal},
    {"no space left on device", Code::kResourceExhausted},
    {"database or disk is full", Code::kResourceExhausted},
    {"file too large", Code::kResourceExhausted},
    {"disk quota exceeded", Code::kResourceExhausted},
    {"out of memory", Code::kResourceExhausted},
    {"permission denied", Code::kInvalidArgument},
    {"read-only file system", Code::kInvalidArgument},
    {"readonly database", Code::kInvalidArgument},
    {"read-only transaction", Code::kInvalidArgument},
    {"password authentication failed", Code::kInvalidArgument},
    {"no password supplied", Code::kInvalidArgument},
    {"no pg_hba.conf entry", Code::kInvalidArgument},
    {"certificate verify failed", Code::kInvalidArgument},
    {"transaction conflict", Code::kConflict},
    {"write-write conflict", Code::kConflict},
    {"could not set lock on file", Code::kConflict},
    {"could not serialize access", Code::kConflict},
    {"violates unique constraint", Code::kConflict},
    {"violates primary key constraint", Code::kConflict},
    {"unique constraint failed", Code::kConflict},
    {"database is locked", Code::kUnavailable},
    {"interrupted!", Code::kCancelled},
    {"server closed the connection", Code::kUnavailable},
    {"connection reset", Code::kUnavailable},
    {"connection refused", Code::kUnavailable},
    {"connection timed out", Code::kUnavailable},
    {"timeout expired", Code::kUnavailable},
    {"terminating connection", Code::kUnavailable},
    {"no result returned", Code::kUnavailable},
    {"no connection to the server", Code::kUnavailable},
    {"connection has been closed", Code::kUnavailable},
    {"ssl syscall error", Code::kUnavailable},
    {"could not receive data from server", Code::kUnavailable},
    {"could not send data to server", Code::kUnavailable},
    {"broken pipe", Code::kUnavailable},
    {"the database system is", Code::kUnavailable},
    {"remaining connection slots", Code::kUnavailable},
    {"too many clients", Code::kUnavailable},
    {"deadlock detected", Code::kUnavailable},
    {"http get error", Code::kUnavailable},
    {"http put error", Code::kUnavailable},
    {"http post error", Code::kUnavailable},
    {"no magic bytes found", Code::kDataLoss},
    {"too small to be a parquet file", Code::kDataLoss},
    {"corrupt database file", Code::kDataLoss},
    {"not a valid duckdb database file", Code::kDataLoss},
    {"file is not a database", Code::kDataLoss},
    {"disk image is malformed", Code::kDataLoss},
    {"could not read enough bytes", Code::kDataLoss},
    {"is the server running", Code::kUnavailable},  // a socket that is not there, too
    // Two processes that make the same lake or table at once.
    {"already exists", Code::kConflict},
    {"does not exist", Code::kNotFound},
    {"no such file or directory", Code::kNotFound},
    {"no files found that match", Code::kNotFound},
    {"could not connect", Code::kUnavailable},
    {"connection to server", Code::kUnavailable},
    {"could not translate host name", Code::kUnavailable},
    {"unable to connect", Code::kUnavailable},
    // What comes after a failure whose own error went elsewhere.
    {"current transaction is aborted", Code::kUnavailable},
    {"no transaction is active", Code::kInvalidArgument},
});

// What a store says of an object; all else that a network says may pass. Of an object that is
// shorter than the catalog says, the end cannot be had.
constexpr auto kNetworkRules = std::to_array<std::pair<std::string_view, Code>>({
    {"(http 404", Code::kNotFound},
    {"(http 416", Code::kDataLoss},
    {"content-length from server mismatches requested range", Code::kDataLoss},
});

Code CodeByRules(Rules rules, std::string_view text, Code otherwise) {
  for (const auto& [words, code] : rules) {
    if (text.find(words) != text.npos) return code;
  }
  return otherwise;
}

const TypeRule* TypeOf(std::string_view text, duckdb_error_type type) {
  // A wrapped error has the wrapper's type.
  const std::string_view inner = WithoutWrapper(text);
  if (type != DUCKDB_ERROR_INVALID && inner.size() == text.size()) {
    const auto* rule = std::ranges::find(kTypes, type, &TypeRule::type);
    if (rule != kTypes.end()) return rule;
  }
  constexpr std::string_view kMark = " Error: ";
  const std::size_t mark = inner.find(kMark);
  const auto* rule =
      std::ranges::find(kTypes, inner.substr(0, std::min(mark, inner.size())), &TypeRule::name);
  return rule == kTypes.end() ? nullptr : rule;
}

// What DuckDB says itself before it gives the words of a file or of DuckLake's catalog.
bool IsFramed(std::string_view plain) {
  constexpr std::string_view kMark = " Error: ";
  constexpr std::string_view kFrames[] = {"Failed to ", "Existing DuckLake at ", "File '",
                                          "No magic bytes found at end of file '"};
  if (const std::size_t mark = plain.find(kMark); mark != plain.npos) {
    plain.remove_prefix(mark + kMark.size());
  }
  // Our own row scan refuses rows of ours.
  if (plain.starts_with("column ") && plain.ends_with(" is not UTF-8")) return true;
  return std::ranges::any_of(kFrames, [&](auto frame) { return plain.starts_with(frame); });
}

// The server of the catalog went away, and the connection had no words left for it.
bool GivesNoReason(std::string_view words) {
  constexpr std::string_view kEnds[] = {"failed to execute query", "failed to prepare query",
                                        "failed to prepare copy",
                                        "failed to describe prepared statement"};
  while (words.ends_with(' ') || words.ends_with(':') || words.ends_with('"')) {
    words.remove_suffix(1);
  }
  return std::ranges::any_of(kEnds, [&](auto end) { return words.ends_with(end); });
}

Code OuterCode(std::string_view text, std::string_view plain) {
  const std::string words = UnquotedErrorText(plain);
  if (GivesNoReason(words)) return Code::kUnavailable;
  const bool gave_up = text.find("Exceeded the maximum retry count") != text.npos;
  // SQLite's word for another writer.
  if (gave_up && words.find("database is locked") != words.npos) return Code::kConflict;
  return CodeByRules(kOuterRules, words, gave_up ? Code::kConflict : Code::kInternal);
}

Code ConstraintCode(std::string_view plain) {
  const std::string words = UnquotedErrorText(plain);
  const bool twice = words.find("duplicate key") != words.npos ||
                     words.find("primary key constraint") != words.npos ||
                     words.find("unique constraint") != words.npos;
  return twice ? Code::kConflict : Code::kInvalidArgument;
}

Code CodeOf(std::string_view text, std::string_view plain, const TypeRule* type) {
  switch (type == nullptr ? Family::kOuter : type->family) {
    case Family::kUsage:
      return Code::kInvalidArgument;
    case Family::kCatalog:
      if (plain.ends_with("already exists!")) return Code::kConflict;
      [[fallthrough]];
    case Family::kFramed:
      return IsFramed(plain) ? OuterCode(text, plain) : Code::kInvalidArgument;
    case Family::kOuter:
      return OuterCode(text, plain);
    case Family::kConstraint:
      return ConstraintCode(plain);
    case Family::kMemory:
      return Code::kResourceExhausted;
    case Family::kInterrupted:
      return Code::kCancelled;
    case Family::kNetwork:
      return CodeByRules(kNetworkRules, UnquotedErrorText(plain), Code::kUnavailable);
    case Family::kBroken:
      return text.find("No space left on device") != text.npos ? Code::kResourceExhausted
                                                               : Code::kInternal;
  }
  return Code::kInternal;
}

// What a user of this program can do, in place of DuckDB's advice.
std::string_view Advice(const TypeRule* type, std::string_view plain) {
  if (type == nullptr) return "";
  if (type->type == DUCKDB_ERROR_IO && plain.find("Corrupt database file") != plain.npos)
    return "; restore the catalog from a backup: committed data is intact";
  if (type->type == DUCKDB_ERROR_OUT_OF_MEMORY) return "; raise --memory or lower --threads";
  if (type->type == DUCKDB_ERROR_MISSING_EXTENSION || type->type == DUCKDB_ERROR_AUTOLOAD)
    return "; this program loads the extensions that its lake needs, and no others";
  return "";
}

}  // namespace

Code DuckErrorCode(std::string_view text, duckdb_error_type type) {
  return CodeOf(text, PlainErrorText(text), TypeOf(text, type));
}

// "... Conflicting lock is held in /usr/bin/stellarlake (PID 4711) by user x. See also ..."
std::string LockHolder(std::string_view text) {
  constexpr std::string_view kHeldIn = "lock is held in ";
  constexpr std::string_view kPid = " (PID ";
  if (text.find("Could not set lock on file") == text.npos) return "";
  const std::size_t held = text.find(kHeldIn);
  const std::size_t pid = held == text.npos ? held : text.find(kPid, held);
  const std::size_t end = pid == text.npos ? pid : text.find(')', pid);
  if (end == text.npos) return "another process";
  std::string_view program = text.substr(held + kHeldIn.size(), pid - held - kHeldIn.size());
  program.remove_prefix(program.rfind('/') + 1);  // npos + 1 is 0
  const std::size_t number = pid + kPid.size();
  return std::string(program) + " (pid " + std::string(text.substr(number, end - number)) + ")";
}

Error DuckError(std::string_view text, duckdb_error_type type) {
  const TypeRule* rule = TypeOf(text, type);
  std::string plain = PlainErrorText(text);
  const Code code = CodeOf(text, plain, rule);
  if (plain.size() > kErrorTextBytesMax) {
    constexpr std::size_t kDebugBytesMax = 4096;
    LogDebug("the whole error, without what it quotes: {}",
             UnquotedErrorText(plain).substr(0, kDebugBytesMax));
  }
  // The caller of LockHolder reads the end of the text, behind two paths.
  if (LockHolder(plain).empty()) plain = ShortErrorText(std::move(plain));
  return {code, Redact(plain + std::string(Advice(rule, plain)))};
}

Error DuckError(duckdb_result& result) {
  const char* text = duckdb_result_error(&result);
  if (text == nullptr) return {Code::kInternal, "a statement failed without a reason"};
  return DuckError(text, duckdb_result_error_type(&result));
}

bool IsAbortedTransaction(const Error& error) {
  return error.message.find("Current transaction is aborted") != std::string::npos;
}

}  // namespace lake
