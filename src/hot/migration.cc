#include "hot/migration.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>

#include "base/check.h"
#include "base/file.h"
#include "hot/embedded_migrations.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFileBytesMax = std::size_t{4} << 20;
constexpr std::size_t kFilesMax = 20'000;
constexpr std::size_t kNameLengthMax = 100;

struct Halves {
  Migration migration;
  bool has_up = false;
  bool has_down = false;
};
using ByVersion = std::map<std::int64_t, Halves>;

Status Put(ByVersion& all, const MigrationFileName& file, std::string text) {
  Halves& halves = all[file.version];
  const bool first = !halves.has_up && !halves.has_down;
  if (first) halves.migration = {file.version, std::string(file.name), "", ""};
  bool& has = file.up ? halves.has_up : halves.has_down;
  if (has || (!first && halves.migration.name != file.name)) {
    return {Code::kInvalidArgument, fmt::format("version {} is there twice: {} and {}",
                                                file.version, halves.migration.name, file.name)};
  }
  has = true;
  (file.up ? halves.migration.up : halves.migration.down) = std::move(text);
  return {};
}

Result<std::vector<Migration>> Finish(ByVersion all) {
  std::vector<Migration> migrations;
  for (auto& [version, halves] : all) {
    if (!halves.has_up || !halves.has_down) {
      return Error{Code::kInvalidArgument,
                   fmt::format("{} is missing",
                               MigrationFile(version, halves.migration.name, !halves.has_up))};
    }
    migrations.push_back(std::move(halves.migration));
  }
  return migrations;
}

// The text without white space and comments at its beginning.
std::string_view SkipComments(std::string_view sql) {
  while (true) {
    const std::size_t start = sql.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return {};
    sql.remove_prefix(start);
    std::string_view end;
    if (sql.starts_with("--")) {
      end = "\n";
    } else if (sql.starts_with("/*")) {
      end = "*/";
    } else {
      return sql;
    }
    const std::size_t at = sql.find(end);
    if (at == std::string_view::npos) return {};
    sql.remove_prefix(at + end.size());
  }
}

std::string FirstWord(std::string_view sql) {
  std::string word;
  for (const char c : SkipComments(sql)) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower < 'a' || lower > 'z') break;
    word += lower;
  }
  return word;
}

}  // namespace

std::optional<MigrationFileName> ParseMigrationFileName(std::string_view file) {
  MigrationFileName out{};
  const std::size_t bar = file.find('_');
  if (bar == std::string_view::npos) return {};
  const char* end = file.data() + bar;
  const auto [stop, fault] = std::from_chars(file.data(), end, out.version);
  if (fault != std::errc() || stop != end || out.version < 1) return {};
  file.remove_prefix(bar + 1);
  for (const auto& [ending, up] : {std::pair(".up.sql", true), std::pair(".down.sql", false)}) {
    if (!file.ends_with(ending)) continue;
    out.name = file.substr(0, file.size() - std::string_view(ending).size());
    out.up = up;
    return out;
  }
  return {};
}

std::string MigrationFile(std::int64_t version, std::string_view name, bool up) {
  return fmt::format("{:06}_{}.{}.sql", version, name, up ? "up" : "down");
}

bool IsMigrationName(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.size() <= kNameLengthMax && std::ranges::all_of(name, fits);
}

const std::vector<Migration>& EmbeddedMigrations() {
  static const auto* migrations = [] {
    ByVersion all;
    for (const EmbeddedFile& file : EmbeddedMigrationFiles()) {
      const std::optional<MigrationFileName> name = ParseMigrationFileName(file.name);
      if (!name) continue;
      CHECK(Put(all, *name, std::string(file.text)).ok());
    }
    Result<std::vector<Migration>> list = Finish(std::move(all));
    CHECK(list.ok());
    return new std::vector<Migration>(*std::move(list));
  }();
  return *migrations;
}

Result<std::vector<Migration>> LoadMigrations(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> files;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    files.push_back(it->path().filename().string());
    if (files.size() > kFilesMax) {
      return Error{
          Code::kResourceExhausted,
          fmt::format("{}: more than {} files: is it a folder of migrations?", folder, kFilesMax)};
    }
  }
  if (error) return ErrnoError(error.value(), folder);
  std::ranges::sort(files);
  ByVersion all;
  for (const std::string& file : files) {
    const std::optional<MigrationFileName> name = ParseMigrationFileName(file);
    if (!name) continue;
    TRY_ASSIGN(std::string text, ReadSmallFile(fmt::format("{}/{}", folder, file), kFileBytesMax));
    TRY(Put(all, *name, std::move(text)).Context(folder));
  }
  return Finish(std::move(all)).Context(folder);
}

bool RunsOutsideTransaction(std::string_view sql) {
  const std::string word = FirstWord(sql);
  if (word == "begin" || word == "start") return true;
  for (std::size_t at = sql.find(kNoTransactionLine); at != std::string_view::npos;
       at = sql.find(kNoTransactionLine, at + 1)) {
    const std::size_t end = at + kNoTransactionLine.size();
    const bool begins = at == 0 || sql[at - 1] == '\n';
    if (begins && (end == sql.size() || sql[end] == '\n' || sql[end] == '\r')) return true;
  }
  return false;
}

}  // namespace lake
