#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/config_field.h"
#include "base/human.h"
#include "base/nearest.h"

namespace lake {
namespace {

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

Error Invalid(std::string message) { return {Code::kInvalidArgument, std::move(message)}; }

Result<FieldValue> ParseNumber(const ConfigField& field, const std::string& text) {
  FieldValue value{text, 0, {}};
  if (field.type == FieldType::kBytes) {
    TRY_ASSIGN(value.number, ParseByteSize(text));
  } else {
    std::string digits(text);
    std::erase(digits, '_');
    const char* stop = digits.data() + digits.size();
    auto [end, error] = std::from_chars(digits.data(), stop, value.number);
    if (error != std::errc() || end != stop) {
      return Invalid(fmt::format("\"{}\" is no whole number", text));
    }
  }
  if (value.number < field.min || value.number > field.max) {
    return Invalid(fmt::format("{} is out of bounds: from {} to {}", text, field.min, field.max));
  }
  return value;
}

Result<FieldValue> ParseBool(const std::string& text) {
  for (std::string_view yes : {"true", "True", "TRUE", "yes", "on", "1"}) {
    if (text == yes) return FieldValue{text, 1, {}};
  }
  for (std::string_view no : {"false", "False", "FALSE", "no", "off", "0"}) {
    if (text == no) return FieldValue{text, 0, {}};
  }
  return Invalid(fmt::format("\"{}\" is neither true nor false", text));
}

Result<FieldValue> ParseChoice(const ConfigField& field, const std::string& text) {
  std::vector<std::string_view> choices = Split(field.choices, '|');
  if (std::find(choices.begin(), choices.end(), text) == choices.end()) {
    return Invalid(fmt::format("\"{}\" is none of {}{}", text, fmt::join(choices, ", "),
                               DidYouMean(text, choices)));
  }
  return FieldValue{text, 0, {}};
}

}  // namespace

std::string_view FlagName(const ConfigField& field) {
  std::size_t dashes = field.flag.find("--");
  return dashes == std::string_view::npos ? std::string_view() : field.flag.substr(dashes + 2);
}

Result<FieldValue> ParseFieldValue(const ConfigField& field, std::span<const std::string> texts) {
  if (field.type == FieldType::kList) {
    FieldValue value;
    for (const std::string& text : texts) {
      for (std::string_view part : Split(text, ',')) {
        if (part = Trim(part); !part.empty()) value.list.emplace_back(part);
      }
    }
    return value;
  }
  if (texts.size() != 1) return Invalid("one value is wanted, not several");
  const std::string& text = texts.front();
  switch (field.type) {
    case FieldType::kInteger:
    case FieldType::kBytes:
      return ParseNumber(field, text);
    case FieldType::kBool:
      return ParseBool(text);
    case FieldType::kChoice:
      return ParseChoice(field, text);
    case FieldType::kText:
    case FieldType::kList:
      break;
  }
  return FieldValue{text, 0, {}};
}

}  // namespace lake
