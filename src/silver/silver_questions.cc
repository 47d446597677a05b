#include "silver/silver_questions.h"

#include <vector>

#include "base/check.h"
#include "silver/embedded_tables.h"

namespace lake {
namespace {

constexpr std::string_view kComment = "-- ";

SilverQuestion Parse(std::string_view text) {
  const std::size_t line = text.find('\n');
  CHECK(text.starts_with(kComment) && line != text.npos);
  SilverQuestion question{.asked = text.substr(kComment.size(), line - kComment.size()),
                          .sql = text.substr(line + 1)};
  while (question.sql.ends_with('\n')) question.sql.remove_suffix(1);
  return question;
}

std::vector<SilverQuestion> ReadAll() {
  std::vector<SilverQuestion> questions;
  for (const EmbeddedFile& file : EmbeddedSilverFiles()) {
    if (file.name.starts_with("question/")) questions.push_back(Parse(file.text));
  }
  return questions;
}

}  // namespace

std::span<const SilverQuestion> SilverQuestions() {
  static const std::vector<SilverQuestion> kQuestions = ReadAll();
  return kQuestions;
}

}  // namespace lake
