#include "source/files/ledger_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/file.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> kEndings = {".xdr", ".zst", ".zstd",
                                                      ".bin", ".b64", ".base64"};
// Folders of loose files are samples and test sets; a data lake has names that need no such list.
constexpr std::size_t kFilesMax = 1'000'000;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Digits compare as numbers, everything else as bytes.
bool NaturalLess(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (!IsDigit(a.front()) || !IsDigit(b.front())) {
      if (a.front() != b.front()) return a.front() < b.front();
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    const auto number = [](std::string_view text) {
      return text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
    };
    const std::string_view x = number(a);
    const std::string_view y = number(b);
    const auto significant = [](std::string_view digits) {
      return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
    };
    const std::string_view p = significant(x);
    const std::string_view q = significant(y);
    if (p.size() != q.size()) return p.size() < q.size();
    if (p != q) return p < q;
    if (x.size() != y.size()) return x.size() < y.size();
    a.remove_prefix(x.size());
    b.remove_prefix(y.size());
  }
  return a.size() < b.size();
}

bool IsLedgerFileName(std::string_view name) {
  if (name.starts_with('.') || name.find(".tar.") != name.npos) return false;
  return std::ranges::any_of(kEndings,
                             [&](std::string_view ending) { return name.ends_with(ending); });
}

}  // namespace

Result<std::vector<LedgerFile>> ListLedgerFiles(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error) return ErrnoError(error.value(), path);
  std::vector<LedgerFile> files;
  if (fs::is_regular_file(status)) {
    const std::uint64_t size = fs::file_size(path, error);
    if (error) return ErrnoError(error.value(), path);
    files.push_back({path, fs::path(path).filename().string(), size});
    return files;
  }
  if (!fs::is_directory(status)) {
    return Error{Code::kInvalidArgument, path + ": neither a regular file nor a folder"};
  }
  fs::recursive_directory_iterator it(path, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code entry_error;  // an entry that vanished meanwhile is left out
    if (!IsLedgerFileName(it->path().filename().string())) continue;
    if (!it->is_regular_file(entry_error) || entry_error) continue;
    const std::uint64_t size = it->file_size(entry_error);
    if (entry_error) continue;
    files.push_back({it->path().string(), it->path().lexically_relative(path).string(), size});
    if (files.size() > kFilesMax) {
      return Error{
          Code::kResourceExhausted,
          fmt::format("{}: more than {} ledger files; give a smaller folder", path, kFilesMax)};
    }
  }
  if (error) return ErrnoError(error.value(), path);
  std::ranges::sort(files, NaturalLess, &LedgerFile::name);
  return files;
}

}  // namespace lake
