#include "contracts/state_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <cerrno>
#include <utility>

#include "base/check.h"
#include "base/file.h"
#include "base/hex.h"
#include "contracts/session_rows.h"
#include "duckdb/database.h"
#include "duckdb/extensions.h"
#include "duckdb/transaction.h"
#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::uint64_t kEngineBytes = std::uint64_t{64} << 20;
constexpr std::string_view kNetwork = "network";
constexpr std::string_view kFilter = "filter";

Result<UniqueFd> LockFile(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640));
  if (!fd.valid()) return ErrnoError(errno, fmt::format("cannot write {}", path));
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) return fd;
  if (errno != EWOULDBLOCK) return ErrnoError(errno, fmt::format("cannot lock {}", path));
  return Error{Code::kConflict, fmt::format("{} is in use by another service", path)};
}

Result<Connection> Attach(const std::string& path) {
  TRY_ASSIGN(const std::string extensions, FindExtensionFolder());
  TRY_ASSIGN(auto database,
             Database::Open({.threads = 1,
                             .memory_limit = kEngineBytes,
                             .extensions = {ExtensionPath(extensions, "sqlite_scanner")}}));
  TRY_ASSIGN(Connection connection, Connection::Open(std::move(database)));
  TRY(connection.Execute(fmt::format("ATTACH {} AS file (TYPE sqlite)", QuoteLiteral(path))));
  return connection;
}

}  // namespace

StateFile::StateFile(std::string path, UniqueFd lock, std::unique_ptr<Connection> connection)
    : path_(std::move(path)), lock_(std::move(lock)), connection_(std::move(connection)) {}

StateFile::~StateFile() = default;

Result<std::unique_ptr<StateFile>> StateFile::Open(const std::string& path,
                                                   const Hash256& network_id) {
  TRY_ASSIGN(UniqueFd lock, LockFile(path));
  Result<Connection> connection = Attach(path);
  if (!connection.ok()) return std::move(connection).status().Context(path);
  std::unique_ptr<StateFile> file(
      new StateFile(path, std::move(lock), std::make_unique<Connection>(*std::move(connection))));
  TRY(file->Begin(network_id).Context(path));
  return file;
}

Status StateFile::Begin(const Hash256& network_id) {
  TRY(connection_->Execute(fmt::format(
      "CREATE TABLE IF NOT EXISTS file.state (name VARCHAR, value VARCHAR); {}", kSessionTable)));
  const std::string id = Hex(network_id);
  TRY_ASSIGN(const std::optional<std::string> known, Read(kNetwork));
  if (!known) return Write(kNetwork, id);
  if (*known == id) return {};
  return {Code::kInvalidArgument, "this is the state of a service of another network"};
}

Result<std::optional<std::string>> StateFile::Read(std::string_view name) {
  TRY_ASSIGN(Statement ask, connection_->Prepare("SELECT value FROM file.state WHERE name = ?"));
  TRY_ASSIGN(QueryResult rows, ask.Bind(1, name).Execute());
  std::optional<std::string> value;
  TRY(ForEachRow(rows, [&](std::size_t row) {
    value.emplace(rows.Text(0, row));
    return Status();
  }));
  return value;
}

Status StateFile::Write(std::string_view name, std::string_view value) {
  TRY_ASSIGN(Statement remove, connection_->Prepare("DELETE FROM file.state WHERE name = ?"));
  TRY(remove.Bind(1, name).Execute().status());
  TRY_ASSIGN(Statement insert, connection_->Prepare("INSERT INTO file.state VALUES (?, ?)"));
  return insert.Bind(1, name).Bind(2, value).Execute().status();
}

Result<SavedState> StateFile::Load() {
  const std::lock_guard lock(mutex_);
  SavedState saved;
  TRY_ASSIGN(const std::optional<std::string> filter, Read(kFilter));
  if (filter && !filter->empty()) {
    TRY_ASSIGN(saved.sessions.filter, ParseFilter(*filter).Context(path_));
  }
  TRY_ASSIGN(std::vector<SavedSession> rows, ReadSessionRows(*connection_).Context(path_));
  for (SavedSession& row : rows) {
    if (row.id.empty()) {
      saved.own = std::move(row);
    } else {
      saved.sessions.sessions.push_back(std::move(row));
    }
  }
  return saved;
}

Status StateFile::SaveSessions(const SavedSessions& sessions) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(Transaction transaction, Transaction::Begin(*connection_));
  TRY(Write(kFilter, sessions.filter ? FilterText(*sessions.filter) : "").Context(path_));
  TRY(connection_->Execute("DELETE FROM file.sessions WHERE id <> ''").Context(path_));
  TRY(InsertSessionRows(*connection_, sessions.sessions).Context(path_));
  return transaction.Commit().Context(path_);
}

Status StateFile::SaveOwn(const SavedSession& own) {
  CHECK(own.id.empty());
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(Transaction transaction, Transaction::Begin(*connection_));
  TRY(connection_->Execute("DELETE FROM file.sessions WHERE id = ''").Context(path_));
  TRY(InsertSessionRows(*connection_, {&own, 1}).Context(path_));
  return transaction.Commit().Context(path_);
}

}  // namespace lake
