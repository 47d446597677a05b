#include "app/text_table.h"

#include <algorithm>

#include "base/visible_text.h"

namespace lake {
namespace {

constexpr std::size_t kHeldRows = 1'000;
constexpr std::string_view kCut = "…";

bool StartsCodePoint(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// The bytes of the first `columns` code points.
std::string_view FirstColumns(std::string_view text, std::size_t columns) {
  std::size_t bytes = 0;
  for (std::size_t seen = 0; bytes < text.size(); ++bytes) {
    if (StartsCodePoint(text[bytes]) && seen++ == columns) break;
  }
  return text.substr(0, bytes);
}

}  // namespace

std::size_t TextColumns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), StartsCodePoint));
}

TextTable::TextTable(std::vector<Column> columns, bool markdown, std::size_t cell_columns)
    : columns_(std::move(columns)), markdown_(markdown), cell_columns_(cell_columns) {
  for (Column& column : columns_) {
    column.name = Clean(column.name);
    widths_.push_back(TextColumns(column.name));
  }
}

std::string TextTable::Clean(std::string_view cell) {
  std::string clean = VisibleText(cell);
  if (markdown_) {
    for (std::size_t i = 0; (i = clean.find('|', i)) != std::string::npos; i += 2) {
      clean.insert(i, 1, '\\');
    }
  }
  if (cell_columns_ > 0 && TextColumns(clean) > cell_columns_) {
    has_cut_ = true;
    clean = std::string(FirstColumns(clean, cell_columns_ - 1)).append(kCut);
  }
  return clean;
}

void TextTable::Add(std::string& out, std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = Clean(cell);
  if (streaming_) return Print(out, cells);
  for (std::size_t i = 0; i < cells.size(); ++i)
    widths_[i] = std::max(widths_[i], TextColumns(cells[i]));
  held_.push_back(std::move(cells));
  if (held_.size() == kHeldRows) FlushHeld(out);
}

void TextTable::Finish(std::string& out) {
  if (!streaming_) FlushHeld(out);
}

void TextTable::FlushHeld(std::string& out) {
  streaming_ = true;
  PrintHead(out);
  for (const std::vector<std::string>& cells : held_) Print(out, cells);
  held_.clear();
}

void TextTable::PrintHead(std::string& out) const {
  std::vector<std::string> names;
  for (const Column& column : columns_) names.push_back(column.name);
  Print(out, names);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    out += markdown_ ? "|" : i > 0 ? "+" : "";
    out.append(widths_[i] + 1, '-');
    out += markdown_ && columns_[i].right ? ':' : '-';
  }
  out += markdown_ ? "|\n" : "\n";
}

void TextTable::Print(std::string& out, const std::vector<std::string>& cells) const {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::size_t width = TextColumns(cells[i]);
    std::size_t padding = widths_[i] > width ? widths_[i] - width : 0;
    out += markdown_ ? "| " : i > 0 ? "| " : " ";
    if (columns_[i].right) out.append(padding, ' ');
    out += cells[i];
    bool last = i + 1 == cells.size() && !markdown_;
    if (!columns_[i].right && !last) out.append(padding, ' ');
    if (!last) out += ' ';
  }
  out += markdown_ ? "|\n" : "\n";
}

}  // namespace lake
