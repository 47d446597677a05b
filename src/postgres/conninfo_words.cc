#include "postgres/conninfo_words.h"

#include <algorithm>
#include <cstdlib>

namespace lake {
namespace {

std::string_view ValueOf(const ConnInfo& info, std::string_view key) {
  for (const auto& [name, value] : info.values) {
    if (name == key) return value;
  }
  return {};
}

// Hosts may be several, with commas.
bool AllLocal(std::string_view hosts) {
  while (true) {
    const std::size_t comma = hosts.find(',');
    if (!IsThisMachine(hosts.substr(0, comma))) return false;
    if (comma == hosts.npos) return true;
    hosts.remove_prefix(comma + 1);
  }
}

std::string_view HostsOf(const ConnInfo& info) {
  if (const auto host = ValueOf(info, "host"); !host.empty()) return host;
  if (const auto address = ValueOf(info, "hostaddr"); !address.empty()) return address;
  const char* from_environment = std::getenv("PGHOST");
  return from_environment == nullptr ? std::string_view() : std::string_view(from_environment);
}

}  // namespace

bool IsThisMachine(std::string_view host) {
  return host.empty() || host.front() == '/' || host.front() == '@' || host == "localhost" ||
         host == "::1" || host.starts_with("127.");
}

ConnInfoWords WordsForLibpq(const ConnInfo& info, std::string_view application_name) {
  ConnInfoWords words = info.values;
  const auto set_default = [&](std::string_view key, std::string_view value) {
    const bool given =
        std::ranges::any_of(words, [&](const auto& word) { return word.first == key; });
    if (!given) words.emplace_back(key, value);
  };
  if (!info.password.empty()) words.emplace_back("password", info.password);
  set_default("application_name", application_name);
  set_default("client_encoding", "UTF8");
  set_default("keepalives_idle", "30");
  set_default("keepalives_interval", "10");
  set_default("keepalives_count", "3");
  set_default("tcp_user_timeout", "60000");
  const bool tls_said = std::getenv("PGSSLMODE") != nullptr || !ValueOf(info, "service").empty();
  if (!tls_said && !AllLocal(HostsOf(info))) set_default("sslmode", "require");
  return words;
}

std::string PlaceOf(const ConnInfo& info) {
  std::string place(HostsOf(info));
  if (place.empty()) place = "localhost";
  if (const auto port = ValueOf(info, "port"); !port.empty()) place.append(":").append(port);
  if (const auto name = ValueOf(info, "dbname"); !name.empty()) place.append("/").append(name);
  return place;
}

}  // namespace lake
