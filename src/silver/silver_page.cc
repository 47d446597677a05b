#include "silver/silver_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "silver/silver_questions.h"
#include "silver/silver_tables.h"

namespace lake {
namespace {

constexpr std::string_view kIntroduction =
    "Silver is what an analyst asks first, derived from the bronze tables of a lake by "
    "`stellarlake "
    "silver run` and kept in its schema `silver`. Names need no schema. `stellarlake silver "
    "status` "
    "says which ledgers were taken, and through which one nothing is missing.\n\n"
    "- Amounts are exact integers in the smallest unit of their token (stroops); a token is a "
    "contract id, of a classic asset the one that its asset contract has or would have.\n"
    "- States are versions: `<state>_history_v1` has all of them with the ledgers from which and "
    "up "
    "to which each held, `<state>_current_v1` what stands at the end of the newest run of ledgers "
    "without a hole. A version holds at ledger L when `valid_from_ledger <= L`, "
    "`valid_to_ledger` is NULL or above L, and `known_to_ledger >= L`.\n"
    "- `state_complete` says whether everything since the network began is known. Where it is "
    "false, what no ledger changed is not there: a lake of some ledgers knows what they touched.\n"
    "- Ledgers may be loaded in any order; the answers are the same in the end.\n";

constexpr std::string_view kVersionColumns =
    "Each version also has: `valid_from_ledger`, `valid_from` (its first ledger and when that "
    "closed), `valid_to_ledger`, `valid_to` (the ledger that ended it; NULL while it holds), "
    "`known_to_ledger` (up to which ledger this is known), `change` (created, updated, restored, "
    "or "
    "first_seen where nothing before is known), `end_reason`, `life_from_ledger` (since when the "
    "key exists; NULL when unknown), `state_complete`.\n";

struct Section {
  SilverKind kind;
  std::string_view title;
};
constexpr Section kSections[] = {{SilverKind::kRow, "Rows"},
                                 {SilverKind::kState, "States"},
                                 {SilverKind::kAgg, "Figures by hour and day"},
                                 {SilverKind::kView, "Views"}};

// Pipes end a cell.
std::string Cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string Title(const SilverTable& table) {
  if (table.kind != SilverKind::kState) return table.name;
  return fmt::format("{0}_current_v1, {0}_history_v1", table.name);
}

std::string ColumnRow(const SilverTable& table, const SilverColumn& column) {
  const bool is_key = std::ranges::find(table.key, column.name) != table.key.end();
  std::string doc = column.doc;
  if (!column.unit.empty()) doc += fmt::format(" Unit: {}.", column.unit);
  return fmt::format("| `{}`{} | {}{} | {} |\n", column.name, is_key ? " key" : "", column.type,
                     column.nullable ? ", NULL" : "", Cell(doc));
}

std::string TableText(const SilverTable& table) {
  std::string out = fmt::format("\n### {}\n\n{}\n\n| column | type | meaning |\n|---|---|---|\n",
                                Title(table), table.doc);
  for (const SilverColumn& column : table.columns) out += ColumnRow(table, column);
  return out;
}

std::string QuestionsText() {
  std::string out = "\n## Worked questions\n";
  for (const SilverQuestion& question : SilverQuestions()) {
    out += fmt::format("\n{}\n\n```sql\n{}\n```\n", question.asked, question.sql);
  }
  return out;
}

}  // namespace

std::string SilverMarkdown() {
  std::string out(kIntroduction);
  out += QuestionsText();
  for (const Section& section : kSections) {
    out += fmt::format("\n## {}\n", section.title);
    if (section.kind == SilverKind::kState) out += fmt::format("\n{}", kVersionColumns);
    for (const SilverTable& table : SilverTables()) {
      if (table.kind == section.kind) out += TableText(table);
    }
  }
  return out;
}

}  // namespace lake
