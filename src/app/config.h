// From the YAML file and the flags to Settings. Strict: an unknown key, a duplicate, a value of the
// wrong kind or an unset ${VAR} is an error that says where (file:line:column) and what was
// probably meant, because a setting that is silently ignored is found months later.
//
// `${VAR}` and `${VAR:-default}` expand in values (not in keys); `$${` is a plain `${`. Expansion
// happens after parsing, so a variable's text can never become YAML.
//
// Errors: kInvalidArgument. Values that may hold secrets are never repeated in messages.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config_field.h"
#include "base/result.h"

namespace lake {

using ReadVariable = std::function<std::optional<std::string>(std::string_view name)>;

// The process's environment.
std::optional<std::string> EnvironmentVariable(std::string_view name);

Result<std::string> ExpandVariables(std::string_view text, const ReadVariable& variable);

// Every field's default for `command`, one of the bits of CommandSet.
Settings DefaultSettings(CommandSet command);

// Applies a YAML text; `file` is its name for messages. Notes that the user should see (a setting
// without effect) are appended to `notes`.
Status ApplyYaml(const std::string& yaml, std::string_view file, const ReadVariable& variable,
                 Settings& settings, std::vector<std::string>& notes);

// A flag that was given: the index of its field and its values.
struct GivenFlag {
  std::size_t field;
  std::vector<std::string> values;
};
Status ApplyFlags(const std::vector<GivenFlag>& flags, Settings& settings,
                  std::vector<std::string>& notes);

// The sources of `settings`, first choice first: the arguments, or else endpoint and failover. A
// bare host:port that is no file becomes grpc://host:port. Empty when none was given.
std::vector<std::string> SourcesOf(const Settings& settings,
                                   const std::vector<std::string>& arguments);

}  // namespace lake
