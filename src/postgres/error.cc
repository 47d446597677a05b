#include "postgres/error.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>

#include "base/redact.h"
#include "base/visible_text.h"
#include "postgres/sqlstate.h"

namespace lake {
namespace {

std::string_view FirstLine(std::string_view text) { return text.substr(0, text.find('\n')); }

std::string Shown(std::string text) {
  text = Redact(std::move(text));
  if (text.size() > kPgErrorBytesMax) text = text.substr(0, kPgErrorBytesMax) + "...";
  return VisibleText(text);
}

std::string_view Field(const pg_result* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

bool IsState(std::string_view text) {
  return text.size() == 5 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
         });
}

struct Refusal {
  std::string_view state;
  std::string_view text;
};

// "... failed: FATAL:  28P01: password authentication failed ..."
Refusal ReadRefusal(std::string_view line) {
  constexpr std::string_view kMarks[] = {"FATAL:  ", "ERROR:  "};
  for (const std::string_view mark : kMarks) {
    const std::size_t at = line.find(mark);
    if (at == line.npos) continue;
    const std::string_view rest = line.substr(at + mark.size());
    if (rest.size() > 7 && IsState(rest.substr(0, 5)) && rest.substr(5, 2) == ": ") {
      return {rest.substr(0, 5), rest.substr(7)};
    }
  }
  return {{}, line};
}

// What the client library refuses by itself, without a SQLSTATE, and which does not pass.
bool IsSetupFault(std::string_view line) {
  constexpr std::string_view kWords[] = {"certificate verify failed",
                                         "does not match host name",
                                         "does not support SSL, but SSL was required",
                                         "no password supplied",
                                         "invalid connection option",
                                         "invalid sslmode value",
                                         "root certificate file",
                                         "could not load",
                                         "could not read",
                                         "authentication method requirement"};
  return std::ranges::any_of(kWords, [&](auto words) { return line.find(words) != line.npos; });
}

}  // namespace

std::string_view PgResultState(const pg_result* result) { return Field(result, PG_DIAG_SQLSTATE); }

Error PgResultError(const pg_result* result) {
  const std::string_view state = PgResultState(result);
  std::string_view text = Field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (text.empty()) text = FirstLine(PQresultErrorMessage(result));
  if (text.empty()) text = "a statement failed without a reason";
  std::string message(text);
  if (const auto context = FirstLine(Field(result, PG_DIAG_CONTEXT));
      context.starts_with("COPY ")) {
    message += fmt::format(": {}", context);
  }
  message = Shown(std::move(message));
  if (!state.empty()) message += fmt::format(" ({})", state);
  return {SqlStateCode(state), std::move(message)};
}

Error PgConnectionError(const pg_conn* connection) {
  std::string_view text = FirstLine(PQerrorMessage(connection));
  if (text.empty()) text = "the connection is gone";
  return {Code::kUnavailable, Shown(std::string(text))};
}

Error PgConnectError(std::string_view text) {
  // One line per host that was tried; the last one is why it was given up.
  std::string_view last = FirstLine(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = FirstLine(text.substr(at));
    if (line.find("failed: ") != line.npos) last = line;
    at += line.size() + 1;
  }
  const Refusal refusal = ReadRefusal(last);
  const Code code = refusal.state.empty() && IsSetupFault(last) ? Code::kInvalidArgument
                                                                : SqlStateCode(refusal.state);
  std::string message = Shown(std::string(refusal.text));
  if (!refusal.state.empty()) message += fmt::format(" ({})", refusal.state);
  return {code, std::move(message)};
}

}  // namespace lake
