#include "support/grown_tables.h"

#include "table/describes.h"

namespace lake::testing {
namespace {

constexpr auto kFirstColumns =
    ColumnsOf(Column<&TinyRow::big>("later_number", "A number that came later.").Since(1),
              Column<&TinyRow::note>("later_note", "A text that came later.").Since(1));
constexpr auto kGrownColumns = JoinColumns(kTinyColumns, kFirstColumns);
constexpr auto kTwiceGrownColumns = JoinColumns(
    kGrownColumns,
    ColumnsOf(Column<&TinyRow::small>("later_small", "A number that came last.").Since(2)));

constexpr TableSpec With(std::span<const ColumnSpec> columns) {
  TableSpec spec = kTinySpec;
  spec.columns = columns;
  return spec;
}
constexpr TableSpec NewSpec() {
  TableSpec spec = kTinySpec;
  spec.name = "tiny_news_row_v1";
  spec.subject = "news";
  spec.major_version = 1;
  return spec;
}
constexpr TableSpec kGrownSpec = With(kGrownColumns);
constexpr TableSpec kTwiceGrownSpec = With(kTwiceGrownColumns);
constexpr TableSpec kNewSpec = NewSpec();
constexpr Table kGrown{.spec = &kGrownSpec, .extractor = {}};
constexpr Table kTwiceGrown{.spec = &kTwiceGrownSpec, .extractor = {}};
constexpr Table kNew{.spec = &kNewSpec, .extractor = {}};

}  // namespace

const TableSet& GrownTables() {
  static const TableSet tables{&kGrown, TinyTables()[1], &kNew};
  return tables;
}

const TableSet& TwiceGrownTables() {
  static const TableSet tables{&kTwiceGrown, TinyTables()[1], &kNew};
  return tables;
}

}  // namespace lake::testing
