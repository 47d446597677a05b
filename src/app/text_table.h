// An aligned table for people, or a Markdown one, row by row:
//
//    sequence | closed_at           | source_account
//   ----------+---------------------+----------------
//    53312000 | 2024-08-30 21:35:57 | GDVD…
//
// The widths of columns are those of the first thousand rows; later rows that are wider stick out.
// Cells go through VisibleText. One thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lake {

class TextTable {
 public:
  struct Column {
    std::string name;
    bool right;  // numbers stand on the right
  };
  // Cells longer than `cell_columns` are cut; 0 = never.
  TextTable(std::vector<Column> columns, bool markdown, std::size_t cell_columns);

  // Appends to `out` what is ready.
  void Add(std::string& out, std::vector<std::string> cells);
  void Finish(std::string& out);
  bool has_cut() const { return has_cut_; }

 private:
  void Print(std::string& out, const std::vector<std::string>& cells) const;
  void PrintHead(std::string& out) const;
  void FlushHeld(std::string& out);
  std::string Clean(std::string_view cell);

  std::vector<Column> columns_;
  bool markdown_;
  std::size_t cell_columns_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<std::string>> held_;
  bool streaming_ = false;
  bool has_cut_ = false;
};

// How many columns of a terminal `text` (UTF-8) takes, counting every code point as one.
std::size_t TextColumns(std::string_view text);

}  // namespace lake
