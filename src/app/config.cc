#include "app/config.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>

#include "base/check.h"
#include "base/nearest.h"

namespace lake {
namespace {

Error Invalid(std::string message) { return {Code::kInvalidArgument, std::move(message)}; }

// Takes the first segment off a dotted path.
std::string_view TakeSegment(std::string_view& path) {
  std::size_t dot = path.find('.');
  std::string_view segment = path.substr(0, dot);
  path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  return segment;
}

// Whether `path` is `pattern`, or a section of it when `as_section`; a '*' of the pattern stands
// for any segment, which is put into `star`.
bool Matches(std::string_view pattern, std::string_view path, bool as_section, std::string& star) {
  while (!path.empty() && !pattern.empty()) {
    std::string_view wanted = TakeSegment(pattern);
    std::string_view given = TakeSegment(path);
    if (wanted == "*") {
      star = given;
    } else if (wanted != given) {
      return false;
    }
  }
  return path.empty() && pattern.empty() != as_section;
}

const ConfigField* FindField(std::string_view path, std::string& star) {
  for (const ConfigField& field : ConfigFields()) {
    if (field.key.empty()) continue;
    star.clear();
    if (Matches(field.key, path, false, star) || path == field.alias) return &field;
  }
  return nullptr;
}

bool IsSection(std::string_view path) {
  std::string star;
  return std::any_of(ConfigFields().begin(), ConfigFields().end(),
                     [&](const ConfigField& f) { return Matches(f.key, path, true, star); });
}

// Every key and section that could stand where `path` does.
std::vector<std::string_view> KnownNames() {
  std::set<std::string_view> names;
  for (const ConfigField& field : ConfigFields()) {
    if (!field.alias.empty()) names.insert(field.alias);
    for (std::size_t dot = field.key.find('.'); dot != std::string_view::npos;
         dot = field.key.find('.', dot + 1)) {
      if (field.key[dot - 1] != '*') names.insert(field.key.substr(0, dot));
    }
    if (!field.key.empty()) names.insert(field.key);
  }
  return {names.begin(), names.end()};
}

// One pass over the tree of a YAML document.
class YamlReader {
 public:
  YamlReader(std::string_view file, const ReadVariable& variable, Settings& settings,
             std::vector<std::string>& notes)
      : file_(file), variable_(variable), settings_(settings), notes_(notes) {}

  Status ReadMap(const YAML::Node& map, const std::string& parent) {
    for (const auto& pair : map) {
      if (!pair.first.IsScalar()) return At(pair.first, Invalid("a key must be plain text"));
      std::string path = parent.empty() ? pair.first.Scalar() : parent + "." + pair.first.Scalar();
      std::string star;
      if (const ConfigField* field = FindField(path, star)) {
        TRY(At(pair.first, CheckGivenOnce(*field, star)));
        TRY(At(pair.second, ReadField(*field, star, pair.second).Context(path)));
      } else if (IsSection(path)) {
        if (pair.second.IsNull()) continue;
        if (!pair.second.IsMap())
          return At(pair.second, Invalid(path + " is a section: keys belong into it"));
        TRY(ReadMap(pair.second, path));
      } else {
        return At(pair.first, Invalid(fmt::format("unknown key \"{}\"{}", path,
                                                  DidYouMean(path, KnownNames()))));
      }
    }
    return {};
  }

  Status At(const YAML::Node& node, Status status) const {
    YAML::Mark mark = node.Mark();
    return std::move(status).Context(
        fmt::format("{}:{}:{}", file_, mark.line + 1, mark.column + 1));
  }

 private:
  Status CheckGivenOnce(const ConfigField& field, const std::string& star) {
    if (given_.insert({&field, star}).second) return {};
    if (field.alias.empty()) return Invalid(fmt::format("{} is given twice", field.key));
    return Invalid(
        fmt::format("{} is given twice ({} is another name of it)", field.key, field.alias));
  }

  Status ReadField(const ConfigField& field, const std::string& star, const YAML::Node& node) {
    if (node.IsNull()) return {};
    std::vector<std::string> texts;
    if (node.IsSequence() && field.type == FieldType::kList) {
      for (const YAML::Node& item : node) {
        if (!item.IsScalar()) return Invalid("a list of plain values is wanted");
        TRY_ASSIGN(std::string text, ExpandVariables(item.Scalar(), variable_));
        texts.push_back(std::move(text));
      }
    } else if (node.IsScalar()) {
      TRY_ASSIGN(std::string text, ExpandVariables(node.Scalar(), variable_));
      texts.push_back(std::move(text));
    } else {
      return Invalid("one plain value is wanted");
    }
    TRY_ASSIGN(FieldValue value, ParseFieldValue(field, texts));
    field.set(settings_, star, value);
    if (!field.warning.empty() && value.number == 1) {
      notes_.push_back(fmt::format("{}: true changes nothing: {}", field.key, field.warning));
    }
    return {};
  }

  std::string_view file_;
  const ReadVariable& variable_;
  Settings& settings_;
  std::vector<std::string>& notes_;
  std::set<std::pair<const ConfigField*, std::string>> given_;
};

}  // namespace

Settings DefaultSettings(CommandSet command) {
  Settings settings{};
  const auto set = [&](const ConfigField& field) {
    std::vector<std::string> texts = {std::string(field.initial)};
    Result<FieldValue> value = ParseFieldValue(field, texts);
    CHECK(value.ok());
    field.set(settings, "", *value);
  };
  for (const ConfigField& field : ConfigFields()) {
    const bool has_key = !field.key.empty() && field.key.find('*') == std::string_view::npos;
    if (has_key) set(field);
  }
  // What a command says itself stands above what the file's keys say for all.
  for (const ConfigField& field : ConfigFields()) {
    if (field.key.empty() && (field.commands & command) != 0) set(field);
  }
  return settings;
}

Status ApplyYaml(const std::string& yaml, std::string_view file, const ReadVariable& variable,
                 Settings& settings, std::vector<std::string>& notes) {
  YamlReader reader(file, variable, settings, notes);
  try {
    std::vector<YAML::Node> documents = YAML::LoadAll(yaml);
    if (documents.empty() || documents.front().IsNull()) return {};
    if (documents.size() > 1) return Invalid(fmt::format("{}: one YAML document is wanted", file));
    const YAML::Node& root = documents.front();
    if (!root.IsMap()) return reader.At(root, Invalid("keys such as source: and lake: are wanted"));
    return reader.ReadMap(root, "");
  } catch (const YAML::Exception& e) {
    return Invalid(fmt::format("{}:{}:{}: {}", file, e.mark.line + 1, e.mark.column + 1, e.msg));
  }
}

Status ApplyFlags(const std::vector<GivenFlag>& flags, Settings& settings,
                  std::vector<std::string>& notes) {
  for (const GivenFlag& flag : flags) {
    const ConfigField& field = ConfigFields()[flag.field];
    Result<FieldValue> value = ParseFieldValue(field, flag.values);
    if (!value.ok()) {
      return std::move(value).status().Context(fmt::format("--{}", FlagName(field)));
    }
    field.set(settings, "", *value);
    if (!field.warning.empty() && value->number == 1) notes.emplace_back(field.warning);
  }
  return {};
}

}  // namespace lake
