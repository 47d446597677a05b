#include "app/result_printer.h"

#include <fmt/format.h>

#include <memory>
#include <vector>

#include "app/text_table.h"
#include "base/json_text.h"
#include "duckdb/cell_text.h"

namespace lake {
namespace {

// What is printed at once; large enough that writing costs nothing.
constexpr std::size_t kWriteBytes = std::size_t{1} << 16;

struct ColumnPrinter {
  std::string name;
  CellPrinter cell;
};

Result<std::vector<ColumnPrinter>> PrintersOf(QueryResult& result) {
  std::vector<ColumnPrinter> columns;
  for (std::size_t i = 0; i < result.column_count(); ++i) {
    duckdb_logical_type type = result.column_logical_type(i);
    std::string name = result.column_name(i);
    Result<CellPrinter> cell = CellPrinter::Make(type, name);
    duckdb_destroy_logical_type(&type);
    if (!cell.ok()) return std::move(cell).status();
    columns.push_back({std::move(name), std::move(cell).value()});
  }
  return columns;
}

// One row after the other into a text; the parts before, between and after the rows.
class RowFormat {
 public:
  explicit RowFormat(std::vector<ColumnPrinter> columns) : columns_(std::move(columns)) {}
  virtual ~RowFormat() = default;
  virtual void Begin(std::string&) {}
  virtual void Row(std::string& out, const QueryResult& result, std::size_t row) = 0;
  virtual void End(std::string&, std::uint64_t) {}

 protected:
  std::vector<ColumnPrinter> columns_;
};

class CsvFormat : public RowFormat {
 public:
  using RowFormat::RowFormat;
  void Begin(std::string& out) override {
    for (std::size_t i = 0; i < columns_.size(); ++i) Cell(out, i, columns_[i].name);
    out += "\n";
  }
  // NULL is nothing, an empty text is "".
  void Row(std::string& out, const QueryResult& result, std::size_t row) override {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      std::string text;
      bool null = CellPrinter::IsNull(result.vector(i), row);
      if (!null) columns_[i].cell.AppendText(text, result.vector(i), row);
      Cell(out, i, text, !null && text.empty());
    }
    out += "\n";
  }

 private:
  static void Cell(std::string& out, std::size_t index, std::string_view text,
                   bool quoted = false) {
    if (index > 0) out += ',';
    if (!quoted && text.find_first_of(",\"\r\n") == std::string_view::npos) {
      out += text;
      return;
    }
    out += '"';
    for (char c : text) out.append(c == '"' ? 2 : 1, c);
    out += '"';
  }
};

class JsonFormat : public RowFormat {
 public:
  JsonFormat(std::vector<ColumnPrinter> columns, bool lines)
      : RowFormat(std::move(columns)), lines_(lines) {}
  void Begin(std::string& out) override {
    if (!lines_) out += "[";
  }
  void Row(std::string& out, const QueryResult& result, std::size_t row) override {
    if (!lines_) out += first_ ? "\n" : ",\n";
    first_ = false;
    out += '{';
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) out += ',';
      AppendJsonString(out, columns_[i].name);
      out += ':';
      columns_[i].cell.AppendJson(out, result.vector(i), row);
    }
    out += lines_ ? "}\n" : "}";
  }
  void End(std::string& out, std::uint64_t) override {
    if (!lines_) out += first_ ? "]\n" : "\n]\n";
  }

 private:
  bool lines_;
  bool first_ = true;
};

class TableFormat : public RowFormat {
 public:
  TableFormat(std::vector<ColumnPrinter> columns, bool markdown, std::size_t cell_columns)
      : RowFormat(std::move(columns)),
        markdown_(markdown),
        table_(Head(columns_), markdown, cell_columns) {}
  void Row(std::string& out, const QueryResult& result, std::size_t row) override {
    std::vector<std::string> cells(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      columns_[i].cell.AppendText(cells[i], result.vector(i), row);
    }
    table_.Add(out, std::move(cells));
  }
  void End(std::string& out, std::uint64_t rows) override {
    table_.Finish(out);
    if (markdown_) return;
    out += fmt::format("({} row{}{})\n", rows, rows == 1 ? "" : "s",
                       table_.has_cut() ? "; long cells are cut, --format csv has them whole" : "");
  }

 private:
  static std::vector<TextTable::Column> Head(const std::vector<ColumnPrinter>& columns) {
    std::vector<TextTable::Column> head;
    for (const ColumnPrinter& column : columns)
      head.push_back({column.name, column.cell.is_number()});
    return head;
  }
  bool markdown_;
  TextTable table_;
};

std::unique_ptr<RowFormat> MakeFormat(const ResultFormat& format,
                                      std::vector<ColumnPrinter> columns) {
  if (format.name == "csv") return std::make_unique<CsvFormat>(std::move(columns));
  if (format.name == "json" || format.name == "jsonl") {
    return std::make_unique<JsonFormat>(std::move(columns), format.name == "jsonl");
  }
  return std::make_unique<TableFormat>(std::move(columns), format.name == "markdown",
                                       format.cell_columns);
}

}  // namespace

Result<std::uint64_t> PrintResult(QueryResult& result, const ResultFormat& format,
                                  const WriteText& write) {
  TRY_ASSIGN(std::vector<ColumnPrinter> columns, PrintersOf(result));
  std::unique_ptr<RowFormat> rows = MakeFormat(format, std::move(columns));
  std::string out;
  std::uint64_t count = 0;
  rows->Begin(out);
  while (true) {
    TRY_ASSIGN(bool more, result.Next());
    if (!more) break;
    for (std::size_t row = 0; row < result.size(); ++row, ++count) {
      rows->Row(out, result, row);
      if (out.size() < kWriteBytes) continue;
      TRY(write(out));
      out.clear();
    }
  }
  rows->End(out, count);
  TRY(write(out));
  return count;
}

}  // namespace lake
