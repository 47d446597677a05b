#include "flight_sql/sql_info.h"

#include <arrow/type.h>
#include <arrow/util/config.h>

#include "base/version.h"
#include "duckdb/sql_guard.h"

namespace lake {
namespace {

using nlohmann::json;

// Places in the union.
enum class Which : int { kText, kBool, kBig, kMask, kTexts, kMap };

struct InfoRow {
  std::uint32_t name;
  Which which;
  json value;
};

json Texts(std::initializer_list<const char*> texts) {
  json all = json::array();
  for (const char* text : texts) all.push_back(text);
  return all;
}

std::vector<InfoRow> ServerInfo() {
  return {{0, Which::kText, "Stellarlake"},
          {1, Which::kText, std::string(Version())},
          {2, Which::kText, ARROW_VERSION_STRING},
          {3, Which::kBool, true},   // read only
          {4, Which::kBool, true},   // SQL
          {5, Which::kBool, false},  // Substrait
          {8, Which::kMask, 0},      // no transactions
          {9, Which::kBool, false},  // CancelQuery; a stream is cancelled by leaving it
          {100, Which::kMask, 0},    // handles live for ever
          {101, Which::kMask, 0}};
}

// 500 to 529: what may be written.
std::vector<InfoRow> SyntaxInfo() {
  return {{500, Which::kBool, false},  // no DDL: catalogs, schemas, tables
          {501, Which::kBool, false},
          {502, Which::kBool, false},
          {503, Which::kMask, 1},  // names in any case
          {504, Which::kText, "\""},
          {505, Which::kMask, 1},
          {506, Which::kBool, true},
          {507, Which::kMask, 3},  // NULLs last
          {508, Which::kTexts,
           Texts({"ASOF", "EXCLUDE", "LATERAL", "PIVOT", "QUALIFY", "SUMMARIZE", "TABLESAMPLE",
                  "UNPIVOT"})},
          {509, Which::kTexts,
           Texts({"ABS",     "ACOS",  "ASIN",  "ATAN", "ATAN2", "CEILING", "COS", "COT",
                  "DEGREES", "EXP",   "FLOOR", "LOG",  "LOG10", "MOD",     "PI",  "POWER",
                  "RADIANS", "ROUND", "SIGN",  "SIN",  "SQRT",  "TAN"})},
          {510, Which::kTexts,
           Texts({"ASCII", "CHAR_LENGTH", "CHR", "CONCAT", "LCASE", "LEFT", "LENGTH", "LOWER",
                  "LTRIM", "REPEAT", "REPLACE", "RIGHT", "RTRIM", "SUBSTRING", "UCASE", "UPPER"})},
          {511, Which::kTexts, Texts({"COALESCE", "IFNULL", "NULLIF"})},
          {512, Which::kTexts,
           Texts({"CURRENT_DATE", "DAYNAME", "DAYOFMONTH", "DAYOFWEEK", "DAYOFYEAR", "HOUR",
                  "MINUTE", "MONTH", "MONTHNAME", "NOW", "QUARTER", "SECOND", "WEEK", "YEAR"})},
          {513, Which::kText, "\\"},
          {514, Which::kText, ""},
          {515, Which::kBool, true},  // aliases of columns
          {516, Which::kBool, true},
          {517, Which::kMap, json::array()},
          {518, Which::kBool, true},  // aliases of tables
          {519, Which::kBool, false},
          {520, Which::kBool, true},
          {521, Which::kBool, true},
          {522, Which::kMask, 3},
          {523, Which::kBool, true},
          {524, Which::kBool, false},
          {525, Which::kMask, 7},  // grammar
          {526, Which::kMask, 1},
          {527, Which::kBool, false},
          {528, Which::kMask, 2},  // every outer join
          {529, Which::kText, "schema"}};
}

// From 530 on: terms, bounds and what there is not.
std::vector<InfoRow> BoundsInfo() {
  std::vector<InfoRow> rows = {
      {530, Which::kText, ""},    {531, Which::kText, "catalog"},
      {532, Which::kBool, true},  {533, Which::kMask, 0},
      {534, Which::kMask, 0},     {535, Which::kMask, 0},
      {536, Which::kBool, false}, {537, Which::kBool, false},
      {538, Which::kMask, 15},                             // subqueries
      {539, Which::kBool, true},  {540, Which::kMask, 3},  // unions
      {556, Which::kBool, true},  {562, Which::kMask, 0},
      {563, Which::kBool, false},  // transactions
      {564, Which::kMask, 1},     {565, Which::kBool, false},
      {566, Which::kBool, false}, {567, Which::kMask, 2},  // results are read forward
      {568, Which::kMask, 0},     {569, Which::kMask, 2},
      {570, Which::kMask, 0},     {571, Which::kMask, 0},
      {572, Which::kBool, false}, {573, Which::kBool, false},
      {574, Which::kBool, false}, {575, Which::kBool, false},
      {576, Which::kBool, false}};
  constexpr std::uint32_t kFirstBound = 541, kLastBound = 561, kStatementLength = 557;
  for (std::uint32_t name = kFirstBound; name <= kLastBound; ++name) {
    if (name == 556) continue;  // no bound
    const bool length = name == kStatementLength;
    rows.push_back({name, Which::kBig, length ? std::int64_t{kGuardedSqlBytesMax} : 0});
  }
  return rows;
}

struct TypeRow {
  const char* name;
  int type;  // of JDBC and ODBC
  int size;
  const char* quote;
  const char* parameters;  // "": none
  int scale_max;           // -1: has none
  bool is_unsigned;
  int radix;    // 0: no number
  int subcode;  // 0: no date
};

constexpr int kDateTime = 9;

constexpr TypeRow kTypes[] = {
    {"BOOLEAN", -7, 1, "", "", -1, false, 0, 0},
    {"TINYINT", -6, 3, "", "", 0, false, 10, 0},
    {"UTINYINT", -6, 3, "", "", 0, true, 10, 0},
    {"BIGINT", -5, 19, "", "", 0, false, 10, 0},
    {"UBIGINT", -5, 20, "", "", 0, true, 10, 0},
    {"BLOB", -3, 0, "'", "", -1, false, 0, 0},
    {"DECIMAL", 3, 38, "", "precision,scale", 38, false, 10, 0},
    {"HUGEINT", 3, 38, "", "", 0, false, 10, 0},
    {"INTEGER", 4, 10, "", "", 0, false, 10, 0},
    {"UINTEGER", 4, 10, "", "", 0, true, 10, 0},
    {"SMALLINT", 5, 5, "", "", 0, false, 10, 0},
    {"USMALLINT", 5, 5, "", "", 0, true, 10, 0},
    {"FLOAT", 7, 24, "", "", -1, false, 2, 0},
    {"DOUBLE", 8, 53, "", "", -1, false, 2, 0},
    {"VARCHAR", 12, 0, "'", "", -1, false, 0, 0},
    {"DATE", 91, 10, "'", "", -1, false, 0, 1},
    {"TIME", 92, 15, "'", "", 6, false, 0, 2},
    {"TIMESTAMP", 93, 26, "'", "", 6, false, 0, 3},
    {"TIMESTAMP WITH TIME ZONE", 93, 32, "'", "", 6, false, 0, 5},
};

json RowOf(const TypeRow& type) {
  const bool number = type.radix != 0;
  const bool text = *type.quote != '\0';
  json parameters = nullptr;
  if (*type.parameters != '\0') parameters = Texts({"precision", "scale"});
  const json quote = text ? json(type.quote) : json(nullptr);
  const json scale_min = type.scale_max < 0 ? json(nullptr) : json(0);
  const json scale_max = type.scale_max < 0 ? json(nullptr) : json(type.scale_max);
  constexpr int kNullable = 1, kSearchableFull = 3;
  return json::array({type.name, type.type, type.size == 0 ? json(nullptr) : json(type.size), quote,
                      quote, parameters, kNullable,
                      type.type == 12,  // case counts
                      kSearchableFull, number ? json(type.is_unsigned) : json(nullptr), false,
                      number ? json(false) : json(nullptr), type.name, scale_min, scale_max,
                      type.subcode == 0 ? type.type : kDateTime,
                      type.subcode == 0 ? json(nullptr) : json(type.subcode),
                      number ? json(type.radix) : json(nullptr), nullptr});
}

}  // namespace

std::shared_ptr<arrow::DataType> SqlInfoValueType() {
  return arrow::dense_union(
      {arrow::field("string_value", arrow::utf8()), arrow::field("bool_value", arrow::boolean()),
       arrow::field("bigint_value", arrow::int64()), arrow::field("int32_bitmask", arrow::int32()),
       arrow::field("string_list", arrow::list(arrow::utf8())),
       arrow::field("int32_to_int32_list_map",
                    arrow::map(arrow::int32(), arrow::list(arrow::int32())))});
}

json SqlInfoRows(const std::set<std::uint32_t>& asked) {
  json rows = json::array();
  for (const auto& part : {ServerInfo(), SyntaxInfo(), BoundsInfo()}) {
    for (const InfoRow& row : part) {
      if (!asked.empty() && !asked.contains(row.name)) continue;
      rows.push_back(
          json::array({row.name, json::array({static_cast<int>(row.which), row.value})}));
    }
  }
  return rows;
}

json TypeInfoRows(std::optional<std::int32_t> type) {
  json rows = json::array();
  for (const TypeRow& row : kTypes) {
    if (!type || *type == row.type) rows.push_back(RowOf(row));
  }
  return rows;
}

}  // namespace lake
