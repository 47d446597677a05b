#include "postgres/sqlstate.h"

#include <array>
#include <utility>

namespace lake {
namespace {

// The first that the state begins with, so single states stand before their class.
constexpr auto kStates = std::to_array<std::pair<std::string_view, Code>>({
    {"08", Code::kUnavailable},         // connection; PgBouncer says 08P01 for whatever it refuses
    {"22", Code::kInternal},            // a value that we sent is none of its type
    {"23505", Code::kConflict},         // unique
    {"23P01", Code::kConflict},         // exclusion
    {"25006", Code::kInvalidArgument},  // a read-only server or transaction
    {"25P03", Code::kUnavailable},      // ended for being idle in a transaction
    {"28", Code::kInvalidArgument},     // who we say we are
    {"3D000", Code::kInvalidArgument},  // no such database
    {"3F000", Code::kNotFound},         // no such schema
    {"40P01", Code::kUnavailable},      // deadlock
    {"40003", Code::kUnavailable},      // whether the statement happened is unknown
    {"40", Code::kConflict},            // could not be serialized
    {"42501", Code::kInvalidArgument},  // not allowed
    {"42P01", Code::kNotFound},         // no such table
    {"42703", Code::kNotFound},         // no such column
    {"42883", Code::kNotFound},         // no such function
    {"53300", Code::kUnavailable},      // too many connections
    {"53", Code::kResourceExhausted},   // disk full, out of memory
    {"54", Code::kResourceExhausted},   // larger than the server can take
    {"55006", Code::kConflict},         // in use
    {"55P03", Code::kConflict},         // locked by another
    {"57", Code::kUnavailable},         // shutting down, starting, crashed, cancelled there
    {"XX001", Code::kDataLoss},         // a damaged table
    {"XX002", Code::kDataLoss},         // a damaged index
});

}  // namespace

Code SqlStateCode(std::string_view state) {
  if (state.empty()) return Code::kUnavailable;
  for (const auto& [begin, code] : kStates) {
    if (state.starts_with(begin)) return code;
  }
  return Code::kInternal;  // a statement of ours, or a fault of the server
}

bool LeavesOutcomeOpen(std::string_view state) {
  // 08007: transaction resolution unknown. A pooler reports the loss of its server as 08.
  return state.empty() || state.starts_with("08") || state == "40003" || state.starts_with("57P");
}

}  // namespace lake
