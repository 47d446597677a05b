// What a setting is: plain data plus one function that puts a parsed value into Settings. The list
// is in config_fields.cc; the YAML reader, the command line, --help, docs/config.md and docs/cli.md
// are loops over it, so a new setting is one entry there and one member of Settings.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "app/settings.h"
#include "base/result.h"

namespace lake {

// Which commands know a setting, one bit each; the YAML keys are known to all of them.
using CommandSet = std::uint32_t;
inline constexpr CommandSet kIngest = 1 << 0;
inline constexpr CommandSet kExtract = 1 << 1;
inline constexpr CommandSet kInspect = 1 << 2;
inline constexpr CommandSet kGaps = 1 << 3;
inline constexpr CommandSet kVerify = 1 << 4;
inline constexpr CommandSet kSql = 1 << 5;
inline constexpr CommandSet kSchema = 1 << 6;
inline constexpr CommandSet kDoctor = 1 << 7;
inline constexpr CommandSet kDocs = 1 << 8;
inline constexpr CommandSet kServe = 1 << 9;
inline constexpr CommandSet kHotMigrate = 1 << 10;
inline constexpr CommandSet kHotIngest = 1 << 11;
inline constexpr CommandSet kFlush = 1 << 12;
inline constexpr CommandSet kMaintain = 1 << 13;
inline constexpr CommandSet kHotViewSql = 1 << 14;
inline constexpr CommandSet kRepair = 1 << 15;
inline constexpr CommandSet kLakeMove = 1 << 16;
inline constexpr CommandSet kFind = 1 << 17;
inline constexpr CommandSet kReindex = 1 << 18;
inline constexpr CommandSet kEveryCommand = ~CommandSet{0};

enum class FieldType : std::uint8_t { kText, kChoice, kInteger, kBytes, kBool, kList };

struct FieldValue {
  std::string text;
  std::uint64_t number = 0;  // kInteger, kBytes; kBool: 0 or 1
  std::vector<std::string> list;
};

// `star` is what the '*' of the key stood for, else "".
using SetField = void (*)(Settings& settings, std::string_view star, const FieldValue& value);

struct ConfigField {
  std::string_view key;      // "ducklake.batch_size", at most one '*' segment; "" = only a flag
  std::string_view initial;  // the default, as it would be written
  std::string_view doc;      // sentences
  FieldType type;
  SetField set;
  std::string_view alias;    // a second, shorter key; the two may not both be given
  std::string_view flag;     // "--batch-size" or "-f,--file"; "" = only in the YAML
  std::string_view value;    // how help names the value: LEDGERS; "" for booleans
  std::string_view choices;  // kChoice: "strict|header|off"
  std::string_view warning;  // logged when a boolean is set to true and that changes nothing
  std::uint64_t min = 0;
  std::uint64_t max = std::numeric_limits<std::uint64_t>::max();
  CommandSet commands = 0;  // where the flag is known
};

std::span<const ConfigField> ConfigFields();

// Reads what was written for a field (several texts only for lists). kInvalidArgument says what
// would be right; it never repeats a text that may hold a secret (kText).
Result<FieldValue> ParseFieldValue(const ConfigField& field, std::span<const std::string> texts);

// The long name without dashes: "file" of "-f,--file".
std::string_view FlagName(const ConfigField& field);

namespace config_field_detail {

template <class M>
struct MemberOf;
template <class T>
struct MemberOf<T Settings::*> {
  using Type = T;
};

template <auto Member>
void Set(Settings& settings, std::string_view, const FieldValue& value) {
  using Type = typename MemberOf<decltype(Member)>::Type;
  if constexpr (std::is_same_v<Type, std::string>) {
    settings.*Member = value.text;
  } else if constexpr (std::is_same_v<Type, std::vector<std::string>>) {
    settings.*Member = value.list;
  } else {
    settings.*Member = static_cast<Type>(value.number);
  }
}

template <class Type>
consteval FieldType TypeOf() {
  if constexpr (std::is_same_v<Type, bool>) return FieldType::kBool;
  if constexpr (std::is_same_v<Type, std::string>) return FieldType::kText;
  if constexpr (std::is_same_v<Type, std::vector<std::string>>) return FieldType::kList;
  return FieldType::kInteger;
}

}  // namespace config_field_detail

// Builds a ConfigField in a constant expression; every setter returns a copy.
struct Field : ConfigField {
  consteval explicit Field(const ConfigField& field) : ConfigField(field) {
    if (doc.empty() || doc.back() != '.') throw "a setting's doc is a sentence";
  }
  consteval Field Alias(std::string_view name) const {
    Field f = *this;
    f.alias = name;
    return f;
  }
  consteval Field Flag(std::string_view name, std::string_view value_name, CommandSet where) const {
    Field f = *this;
    f.flag = name;
    f.value = value_name;
    f.commands = where;
    return f;
  }
  consteval Field OneOf(std::string_view values) const {
    Field f = *this;
    f.type = FieldType::kChoice;
    f.choices = values;
    return f;
  }
  consteval Field Bytes() const {
    Field f = *this;
    f.type = FieldType::kBytes;
    return f;
  }
  consteval Field Between(std::uint64_t low, std::uint64_t high) const {
    Field f = *this;
    f.min = low;
    f.max = high;
    return f;
  }
  consteval Field WarnWhenTrue(std::string_view text) const {
    Field f = *this;
    f.warning = text;
    return f;
  }
};

template <auto Member>
consteval Field Sets(std::string_view key, std::string_view initial, std::string_view doc) {
  using Type = typename config_field_detail::MemberOf<decltype(Member)>::Type;
  std::uint64_t max = std::numeric_limits<std::uint64_t>::max();
  if constexpr (std::is_same_v<Type, std::uint32_t>)
    max = std::numeric_limits<std::uint32_t>::max();
  return Field(ConfigField{.key = key,
                           .initial = initial,
                           .doc = doc,
                           .type = config_field_detail::TypeOf<Type>(),
                           .set = &config_field_detail::Set<Member>,
                           .alias = "",
                           .flag = "",
                           .value = "",
                           .choices = "",
                           .warning = "",
                           .max = max});
}

}  // namespace lake
