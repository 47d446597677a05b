#include "contracts/ticket.h"

#include <fmt/format.h>

#include <charconv>

#include "base/visible_text.h"

namespace lake {
namespace {

constexpr std::size_t kShownMax = 80;

Error Wrong(std::string_view ticket, std::string_view why) {
  return {Code::kInvalidArgument,
          fmt::format("ticket \"{}\": {}; it is {} or {}:<start>:<end>:<filter JSON>",
                      VisibleText(ticket.substr(0, kShownMax)), why, kLiveTicket, kRangeTicket)};
}

// Takes the text up to the next colon, and the colon, from the front.
std::string_view TakePart(std::string_view& text) {
  const std::size_t colon = text.find(':');
  const std::string_view part = text.substr(0, colon);
  text.remove_prefix(colon == std::string_view::npos ? text.size() : colon + 1);
  return part;
}

std::optional<std::uint32_t> Ledger(std::string_view text) {
  std::uint32_t ledger = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ledger);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return ledger;
}

Status SetFilter(std::string_view json, StreamWish& wish) {
  if (json.empty()) return {};
  TRY_ASSIGN(wish.filter, ParseFilter(json));
  return {};
}

}  // namespace

Result<StreamWish> ParseTicket(std::string_view ticket) {
  std::string_view rest = ticket;
  const std::string_view kind = TakePart(rest);
  StreamWish wish;
  if (kind == kLiveTicket) {
    TRY(SetFilter(rest, wish));
    return wish;
  }
  if (kind != kRangeTicket) return Wrong(ticket, "not known");
  const std::optional<std::uint32_t> first = Ledger(TakePart(rest));
  const std::optional<std::uint32_t> last = Ledger(TakePart(rest));
  if (!first || !last) return Wrong(ticket, "start and end are ledgers");
  if (*last != 0 && *first == 0) return Wrong(ticket, "an end needs a start");
  if (*last != 0 && *last < *first) return Wrong(ticket, "the end is before the start");
  const auto none_if_0 = [](auto ledger) { return *ledger == 0 ? std::nullopt : ledger; };
  wish.range = {none_if_0(first), none_if_0(last)};
  TRY(SetFilter(rest, wish));
  return wish;
}

}  // namespace lake
