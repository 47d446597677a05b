#include "support/promql.h"

#include <array>
#include <cctype>

namespace lake::testing {
namespace {

constexpr std::array<std::string_view, 6> kGroupings = {"by",       "without",    "on",
                                                        "ignoring", "group_left", "group_right"};
constexpr std::array<std::string_view, 6> kWords = {"and", "or", "unless", "bool", "offset", "inf"};

bool IsOneOf(std::string_view word, const auto& words) {
  for (const std::string_view known : words) {
    if (word == known) return true;
  }
  return false;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  void Read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        SkipString();
      } else if (c == '[') {
        at_ = text_.find(']', at_) + 1;
      } else if (std::isdigit(static_cast<unsigned char>(c)) || c == '$') {
        ++at_;  // a number, a duration, a variable
        Word();
      } else if (IsStart(c)) {
        TakeWord(Word());
      } else {
        ++at_;
      }
    }
  }

  std::vector<PromUse> uses;
  std::set<std::string> groupings;

 private:
  static bool IsStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
  static bool IsPart(char c) {
    return IsStart(c) || std::isdigit(static_cast<unsigned char>(c)) || c == ':';
  }
  void SkipString() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    ++at_;
  }
  void SkipSpace() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  std::string Word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && IsPart(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }
  // The names between here and `close`, outside of strings.
  std::set<std::string> Names(char close) {
    std::set<std::string> names;
    while (at_ < text_.size() && text_[at_] != close) {
      if (text_[at_] == '"') {
        SkipString();
      } else if (IsStart(text_[at_])) {
        names.insert(Word());
      } else {
        ++at_;
      }
    }
    ++at_;
    return names;
  }
  bool Next(char c) {
    SkipSpace();
    return at_ < text_.size() && text_[at_] == c;
  }

  void TakeWord(const std::string& word) {
    if (IsOneOf(word, kWords)) return;
    if (IsOneOf(word, kGroupings)) {
      if (Next('(')) groupings.merge(Names(')'));
      return;
    }
    // A function, or an aggregation with its grouping in front.
    if (Next('(')) return;
    const std::size_t here = at_;
    if (IsStart(here < text_.size() ? text_[here] : ' ') && IsOneOf(Word(), kGroupings)) {
      at_ = here;
      return;
    }
    at_ = here;
    PromUse use{word, {}, false};
    if (Next('{')) use.labels = Names('}');
    use.over_time = Next('[');
    uses.push_back(std::move(use));
  }

  const std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<PromUse> PromUses(std::string_view expression) {
  Reader reader(expression);
  reader.Read();
  return std::move(reader.uses);
}

std::set<std::string> PromGroupings(std::string_view expression) {
  Reader reader(expression);
  reader.Read();
  return std::move(reader.groupings);
}

}  // namespace lake::testing
