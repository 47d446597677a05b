#include "app/open_hot.h"

#include <fmt/format.h>

namespace lake {
namespace {

// As libpq reads it: 'it\'s'.
std::string Quoted(std::string_view value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

}  // namespace

std::string HotConnInfo(const Settings& settings) {
  if (!settings.hot.empty()) return settings.hot;
  std::string out;
  const auto add = [&out](std::string_view key, std::string_view value) {
    if (!value.empty()) out += fmt::format("{}{}={}", out.empty() ? "" : " ", key, Quoted(value));
  };
  add("host", settings.hot_host);
  add("port", std::to_string(settings.hot_port));
  add("dbname", settings.hot_database);
  add("user", settings.hot_user);
  add("password", settings.hot_password);
  if (settings.hot_sslmode != "auto") add("sslmode", settings.hot_sslmode);
  add("sslrootcert", settings.hot_ca_file);
  return out;
}

Result<PgConnection> OpenHot(const Settings& settings, std::stop_token stop) {
  PgOptions options;
  options.conninfo = HotConnInfo(settings);
  options.stop = std::move(stop);
  return PgConnection::Open(std::move(options));
}

}  // namespace lake
