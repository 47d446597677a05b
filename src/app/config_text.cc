#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "app/config.h"

namespace lake {
namespace {

// A name as the shell allows it.
bool IsVariableName(std::string_view name) {
  if (name.empty() || (name.front() >= '0' && name.front() <= '9')) return false;
  for (char c : name) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && c != '_' && !(c >= '0' && c <= '9')) return false;
  }
  return true;
}

// host:port, [v6]:port; no scheme, no folder.
bool IsHostAndPort(std::string_view text) {
  std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || text.find('/') != std::string_view::npos) {
    return false;
  }
  std::string_view host = text.substr(0, colon);
  std::string_view port = text.substr(colon + 1);
  bool bracketed = host.front() == '[' && host.back() == ']';
  if (!bracketed && host.find(':') != std::string_view::npos) return false;
  constexpr std::size_t kPortDigitsMax = 5;
  if (port.empty() || port.size() > kPortDigitsMax) return false;
  return port.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string NormalizedSource(const std::string& text) {
  std::error_code error;
  if (!IsHostAndPort(text) || std::filesystem::exists(text, error)) return text;
  return "grpc://" + text;
}

}  // namespace

std::optional<std::string> EnvironmentVariable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

Result<std::string> ExpandVariables(std::string_view text, const ReadVariable& variable) {
  std::string expanded;
  while (true) {
    std::size_t dollar = text.find("${");
    if (dollar == std::string_view::npos) return expanded.append(text);
    if (dollar > 0 && text[dollar - 1] == '$') {
      expanded.append(text.substr(0, dollar - 1)).append("${");
      text.remove_prefix(dollar + 2);
      continue;
    }
    expanded.append(text.substr(0, dollar));
    std::size_t end = text.find('}', dollar);
    if (end == std::string_view::npos) {
      return Error{Code::kInvalidArgument, "a ${ without its }; write $${ for a plain ${"};
    }
    std::string_view inside = text.substr(dollar + 2, end - dollar - 2);
    std::size_t fallback = inside.find(":-");
    std::string_view name = inside.substr(0, fallback);
    if (!IsVariableName(name)) {
      return Error{Code::kInvalidArgument,
                   fmt::format("\"{}\" is no name of an environment variable", name)};
    }
    std::optional<std::string> value = variable(name);
    if (fallback != std::string_view::npos && (!value || value->empty())) {
      value = inside.substr(fallback + 2);
    }
    if (!value) {
      return Error{Code::kInvalidArgument,
                   fmt::format("the environment variable {0} is not set; write ${{{0}:-default}} "
                               "when it may be missing",
                               name)};
    }
    expanded.append(*value);
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> SourcesOf(const Settings& settings,
                                   const std::vector<std::string>& arguments) {
  std::vector<std::string> sources;
  if (!arguments.empty()) {
    for (const std::string& argument : arguments) sources.push_back(NormalizedSource(argument));
    return sources;
  }
  if (!settings.endpoint.empty()) sources.push_back(NormalizedSource(settings.endpoint));
  for (const std::string& further : settings.failover) sources.push_back(NormalizedSource(further));
  return sources;
}

}  // namespace lake
