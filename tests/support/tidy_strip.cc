#include "support/tidy_strip.h"

#include <algorithm>

namespace lake::testing {
namespace {

// Copies text to out with pieces of it blanked; a piece is named by where it ends.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  bool done() const { return at_ >= text_.size(); }
  std::size_t at() const { return at_; }
  bool Sees(std::string_view token) const { return text_.substr(at_).starts_with(token); }
  char previous() const { return at_ == 0 ? '\n' : text_[at_ - 1]; }

  void Keep() { out_.push_back(text_[at_++]); }
  void BlankTo(std::size_t end) {
    for (end = std::min(end, text_.size()); at_ < end; ++at_) {
      out_.push_back(text_[at_] == '\n' ? '\n' : ' ');
    }
  }
  // The place after the next `token`, or the end of the text.
  std::size_t After(std::string_view token, std::size_t from) const {
    const std::size_t found = text_.find(token, from);
    return found == text_.npos ? text_.size() : found + token.size();
  }
  // The end of the line, where a backslash carries it on into the next.
  std::size_t EndOfLogicalLine() const {
    std::size_t end = text_.find('\n', at_);
    while (end != text_.npos && end > 0 && text_[end - 1] == '\\') end = text_.find('\n', end + 1);
    return std::min(end, text_.size());
  }
  // The place after the quote that closes the literal which opens here.
  std::size_t EndOfLiteral() const {
    const char quote = text_[at_];
    for (std::size_t i = at_ + 1; i < text_.size() && text_[i] != '\n'; ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        return i + 1;
      }
    }
    return at_ + 1;
  }
  std::size_t EndOfRawLiteral() const {
    const std::size_t open = text_.find('(', at_);
    if (open == text_.npos) return at_ + 2;
    const std::string close = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
    return After(close, open);
  }
  bool AtLineStart() const {
    const std::size_t back = out_.find_last_not_of(" \t");
    return back == out_.npos || out_[back] == '\n';
  }
  std::string Take() { return std::move(out_); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

// A quote between digits, as in 1'000'000, opens nothing.
bool IsDigitBreak(char previous) {
  return (previous >= '0' && previous <= '9') || (previous >= 'a' && previous <= 'f') ||
         (previous >= 'A' && previous <= 'F');
}

}  // namespace

std::string StripCpp(std::string_view text) {
  Blanker b(text);
  while (!b.done()) {
    if (b.Sees("//")) {
      b.BlankTo(b.EndOfLogicalLine());
    } else if (b.Sees("/*")) {
      b.BlankTo(b.After("*/", b.at() + 2));
    } else if (b.Sees("R\"")) {
      b.BlankTo(b.EndOfRawLiteral());
    } else if (b.Sees("#include") && b.AtLineStart()) {
      while (!b.done() && !b.Sees("\n")) b.Keep();
    } else if (b.Sees("#") && b.AtLineStart()) {
      b.BlankTo(b.EndOfLogicalLine());
    } else if (b.Sees("\"") || (b.Sees("'") && !IsDigitBreak(b.previous()))) {
      b.BlankTo(b.EndOfLiteral());
    } else {
      b.Keep();
    }
  }
  return b.Take();
}

std::string StripHashComments(std::string_view text) {
  Blanker b(text);
  while (!b.done()) {
    if (b.Sees("#") && (b.previous() == ' ' || b.previous() == '\n')) {
      while (!b.done() && !b.Sees("\n")) b.BlankTo(b.at() + 1);
    } else {
      b.Keep();
    }
  }
  return b.Take();
}

}  // namespace lake::testing
