#include "duckdb/object_files.h"

#include <cstdlib>
#include <utility>
#include <vector>

#include "duckdb/error.h"
#include "duckdb/extensions.h"
#include "duckdb/remove_objects.h"
#include "duckdb/s3_secret.h"
#include "duckdb/transaction.h"

namespace lake {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{8} << 20;

Error TakeError(duckdb_error_data data) {
  const char* text = duckdb_error_data_message(data);
  Error error = DuckError(text == nullptr ? "a file of DuckDB failed without a reason" : text,
                          duckdb_error_data_error_type(data));
  duckdb_destroy_error_data(&data);
  return error;
}

class ObjectFile {
 public:
  ObjectFile() = default;
  ~ObjectFile() { duckdb_destroy_file_handle(&file_); }
  ObjectFile(const ObjectFile&) = delete;
  ObjectFile& operator=(const ObjectFile&) = delete;

  // In a transaction of the connection: there the secret is looked up.
  Status Open(const Connection& connection, const std::string& url, bool write) {
    duckdb_client_context context = nullptr;
    duckdb_connection_get_client_context(connection.raw(), &context);
    duckdb_file_system files = duckdb_client_context_get_file_system(context);
    duckdb_file_open_options options = duckdb_create_file_open_options();
    duckdb_file_open_options_set_flag(options,
                                      write ? DUCKDB_FILE_FLAG_WRITE : DUCKDB_FILE_FLAG_READ, true);
    if (write) duckdb_file_open_options_set_flag(options, DUCKDB_FILE_FLAG_CREATE_NEW, true);
    Status status;
    if (duckdb_file_system_open(files, url.c_str(), options, &file_) != DuckDBSuccess) {
      status = TakeError(duckdb_file_system_error_data(files));
    }
    duckdb_destroy_file_open_options(&options);
    duckdb_destroy_file_system(&files);
    duckdb_destroy_client_context(&context);
    return std::move(status).Context(url);
  }

  std::uint64_t size() const { return static_cast<std::uint64_t>(duckdb_file_handle_size(file_)); }
  // Fewer bytes than there is room for only at the end.
  Result<std::size_t> Read(std::span<char> into) {
    std::size_t got = 0;
    while (got < into.size()) {
      const std::int64_t bytes = duckdb_file_handle_read(
          file_, into.data() + got, static_cast<std::int64_t>(into.size() - got));
      if (bytes < 0) return LastError();
      if (bytes == 0) break;
      got += static_cast<std::size_t>(bytes);
    }
    return got;
  }
  Status Write(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::int64_t written =
          duckdb_file_handle_write(file_, bytes.data(), static_cast<std::int64_t>(bytes.size()));
      if (written <= 0) return LastError();
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }
  Status Close() {
    return duckdb_file_handle_close(file_) == DuckDBSuccess ? Status() : Status(LastError());
  }

 private:
  Error LastError() { return TakeError(duckdb_file_handle_error_data(file_)); }

  duckdb_file_handle file_ = nullptr;
};

}  // namespace

Result<ObjectFiles> ObjectFiles::Open(const std::string& extension_folder) {
  TRY_ASSIGN(const std::string folder, FindExtensionFolder(extension_folder));
  TRY_ASSIGN(auto database, Database::Open({.threads = 1,
                                            .extensions = {ExtensionPath(folder, "ducklake"),
                                                           ExtensionPath(folder, "httpfs")}}));
  TRY_ASSIGN(Connection connection, Connection::Open(std::move(database)));
  TRY_ASSIGN(const std::string secret,
             S3SecretSql([](const char* name) { return std::getenv(name); }));
  TRY(connection.Execute(secret));
  return ObjectFiles(std::move(connection));
}

Result<std::optional<std::uint64_t>> ObjectFiles::SizeOf(const std::string& url) {
  TRY_ASSIGN(const Transaction transaction, Transaction::Begin(connection_));
  ObjectFile file;
  Status opened = file.Open(connection_, url, /*write=*/false);
  if (opened.ok()) return std::optional(file.size());
  if (opened.error().code == Code::kNotFound) return std::optional<std::uint64_t>();
  return opened;
}

Status ObjectFiles::Write(const std::string& url, std::span<const std::string_view> parts) {
  TRY_ASSIGN(const Transaction transaction, Transaction::Begin(connection_));
  ObjectFile file;
  TRY(file.Open(connection_, url, /*write=*/true));
  for (const std::string_view part : parts) TRY(file.Write(part).Context(url));
  return file.Close().Context(url);
}

Status ObjectFiles::CopyPieces(const std::string& from, const std::string& to, bool& begun) {
  TRY_ASSIGN(const Transaction transaction, Transaction::Begin(connection_));
  ObjectFile source;
  TRY(source.Open(connection_, from, /*write=*/false));
  ObjectFile target;
  TRY(target.Open(connection_, to, /*write=*/true));
  begun = true;
  std::vector<char> piece(kPieceBytes);
  for (;;) {
    TRY_ASSIGN(const std::size_t bytes, source.Read(piece));
    TRY(target.Write({piece.data(), bytes}).Context(to));
    if (bytes < piece.size()) break;
  }
  return target.Close().Context(to);
}

Status ObjectFiles::Copy(const std::string& from, const std::string& to) {
  bool begun = false;
  Status copied = CopyPieces(from, to, begun);
  // A file that is let go of stores what it has.
  if (!copied.ok() && begun) TRY(Remove(to));
  return copied;
}

Status ObjectFiles::Remove(const std::string& url) { return RemoveObjects(connection_, {&url, 1}); }

}  // namespace lake
