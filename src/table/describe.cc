#include "table/describe.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <limits>

#include "base/check.h"
#include "base/json_text.h"
#include "table/ddl.h"
#include "table/schema_hash.h"

namespace lake {
namespace {

constexpr std::int64_t kNoMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kNoMax = std::numeric_limits<std::int64_t>::max();

// Text inside a Markdown table cell.
std::string Cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string OneOfText(std::string_view values) {
  std::string out;
  while (true) {
    const std::size_t bar = values.find('|');
    out += values.substr(0, bar);
    if (bar == std::string_view::npos) return out;
    values.remove_prefix(bar + 1);
    out += values.find('|') == std::string_view::npos ? " or " : ", ";
  }
}

void Append(std::string& out, std::string_view separator, std::string_view more) {
  if (more.empty()) return;
  if (!out.empty()) out += separator;
  out += more;
}

std::string FormText(const ColumnSpec& column) {
  switch (column.form) {
    case TextForm::kAny:
      return {};
    case TextForm::kHex:
      return column.length == 0 ? "hex" : fmt::format("{} hex characters", column.length);
    case TextForm::kBase64:
      return "base64";
    case TextForm::kAccount:
      return "G… account";
    case TextForm::kContract:
      return "C… contract";
    case TextForm::kDecimal7:
      return "decimal with 7 fraction digits";
    case TextForm::kInteger:
      return "integer as text";
    case TextForm::kJson:
      return "JSON";
    case TextForm::kOneOf:
      return OneOfText(column.one_of);
  }
  CHECK(false);
}

void Field(std::string& out, std::string_view key, std::string_view value) {
  out += out.back() == '{' ? "" : ",";
  AppendJsonString(out, key);
  out += ':';
  out += value;
}

void TextField(std::string& out, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  std::string text;
  AppendJsonString(text, value);
  Field(out, key, text);
}

std::string ColumnJson(const ColumnSpec& column) {
  std::string out = "{";
  TextField(out, "name", column.name);
  TextField(out, "type", SqlTypeName(column.type, SqlDialect::kDuckDb));
  TextField(out, "postgres_type", SqlTypeName(column.type, SqlDialect::kPostgres));
  Field(out, "nullable", column.nullable ? "true" : "false");
  if (column.key) Field(out, "key", "true");
  if (!column.digest) Field(out, "digest", "false");
  if (column.since > 0) Field(out, "since_minor_version", std::to_string(column.since));
  if (column.form != TextForm::kAny) TextField(out, "form", TextFormName(column.form));
  TextField(out, "rule", DescribeRule(column));
  TextField(out, "unit", column.unit);
  TextField(out, "example", ExampleOf(column));
  TextField(out, "doc", column.doc);
  return out + '}';
}

std::string DatasetText(const TableSpec& spec) {
  if (spec.group == "meta") return {};
  return fmt::format("Dataset `{}.{}`, ", kDatasetDomain, spec.name);
}

std::string_view FormExample(const ColumnSpec& column) {
  switch (column.form) {
    case TextForm::kHex:
      return "3389e9f0f1a65f19…";
    case TextForm::kBase64:
      return "AAAAAgAAAAC4Qtwt…";
    case TextForm::kAccount:
      return "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";
    case TextForm::kContract:
      return "CA3D5KRYM6CB7OWQ6TWYRR3Z4T7GNZLKERYNZGGA5SOAOPIFY6YQGAXE";
    case TextForm::kDecimal7:
      return "12.5000000";
    case TextForm::kInteger:
      return "42";
    case TextForm::kOneOf:
      return column.one_of.substr(0, column.one_of.find('|'));
    case TextForm::kJson:
    case TextForm::kAny:
      return {};
  }
  CHECK(false);
}

}  // namespace

std::string_view ExampleOf(const ColumnSpec& column) {
  if (!column.example.empty()) return column.example;
  if (column.type == ColumnType::kBool) return "true";
  if (column.type == ColumnType::kTimestamp) return "2024-08-30 11:05:42";
  return FormExample(column);
}

std::string_view TextFormName(TextForm form) {
  switch (form) {
    case TextForm::kAny:
      return "any";
    case TextForm::kHex:
      return "hex";
    case TextForm::kBase64:
      return "base64";
    case TextForm::kAccount:
      return "account";
    case TextForm::kContract:
      return "contract";
    case TextForm::kDecimal7:
      return "decimal7";
    case TextForm::kInteger:
      return "integer";
    case TextForm::kJson:
      return "json";
    case TextForm::kOneOf:
      return "one_of";
  }
  CHECK(false);
}

std::string DescribeRule(const ColumnSpec& column) {
  std::string out = FormText(column);
  if (column.min != kNoMin && column.max != kNoMax) {
    Append(out, ", ", fmt::format("{} to {}", column.min, column.max));
  } else if (column.min != kNoMin) {
    Append(out, ", ", fmt::format("at least {}", column.min));
  } else if (column.max != kNoMax) {
    Append(out, ", ", fmt::format("at most {}", column.max));
  }
  if (column.fitted) Append(out, ", ", "NULL when the type cannot hold the number");
  return out;
}

std::string DescribeMarkdown(const TableSpec& spec) {
  std::string out = fmt::format("## {}\n\n{} {}{} columns; primary key in PostgreSQL: {}.\n\n",
                                spec.name, spec.doc, DatasetText(spec), spec.columns.size(),
                                fmt::join(spec.primary_key, ", "));
  out += "| column | type | null | unit | meaning | example |\n|---|---|---|---|---|---|\n";
  for (const ColumnSpec& column : spec.columns) {
    std::string meaning(column.doc);
    const std::string rule = DescribeRule(column);
    Append(meaning, " ", rule.empty() ? "" : fmt::format("({})", rule));
    if (column.since > 0)
      Append(meaning, " ", fmt::format("Since version {}.{}.", spec.major_version, column.since));
    const std::string_view example = ExampleOf(column);
    out += fmt::format("| `{}`{} | {} | {} | {} | {} | {} |\n", column.name,
                       column.key ? " (key)" : "", SqlTypeName(column.type, SqlDialect::kDuckDb),
                       column.nullable ? "yes" : "no", Cell(column.unit), Cell(meaning),
                       example.empty() ? "" : fmt::format("`{}`", Cell(example)));
  }
  return out;
}

std::string DescribeJson(const TableSpec& spec) {
  std::string out = "{";
  TextField(out, "name", spec.name);
  TextField(out, "dataset", fmt::format("{}.{}", kDatasetDomain, spec.name));
  TextField(out, "doc", spec.doc);
  TextField(out, "group", spec.group);
  TextField(out, "purpose", spec.purpose);
  TextField(out, "subject", spec.subject);
  Field(out, "major_version", std::to_string(spec.major_version));
  Field(out, "minor_version", std::to_string(MinorVersion(spec)));
  TextField(out, "sequence_column", spec.sequence_column);
  TextField(out, "partition_column", spec.partition_column);
  TextField(out, "schema_hash", SchemaHash(spec));
  std::string key = "[";
  for (const std::string_view name : spec.primary_key) {
    if (key.size() > 1) key += ',';
    AppendJsonString(key, name);
  }
  Field(out, "primary_key", key + ']');
  std::string columns = "[";
  for (const ColumnSpec& column : spec.columns) {
    if (columns.size() > 1) columns += ',';
    columns += ColumnJson(column);
  }
  Field(out, "columns", columns + ']');
  return out + '}';
}

}  // namespace lake
