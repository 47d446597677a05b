#include "support/tidy_layers.h"

#include <fmt/format.h>

#include <sstream>

namespace lake::testing {
namespace {

// "base" of "base/hex.h", "source/rpc" of "source/rpc/rpc_client.h"; empty when there is no folder.
std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

// The target of an #include with quotes; empty for any other line.
std::string_view QuotedInclude(std::string_view line) {
  constexpr std::string_view kStart = "#include \"";
  if (!line.starts_with(kStart)) return {};
  line.remove_prefix(kStart.size());
  return line.substr(0, line.find('"'));
}

// What protoc makes of proto/*.proto belongs to no layer.
bool IsGeneratedMessage(std::string_view target) {
  return target.starts_with("proto/") && target.ends_with(".pb.h");
}

Status CheckLowerOnly(const Layers& layers) {
  for (const auto& [name, layer] : layers) {
    for (const std::string& below : layer.may_include) {
      const auto it = layers.find(below);
      if (it == layers.end()) {
        return {Code::kInvalidArgument, fmt::format("{} lists unknown folder {}", name, below)};
      }
      if (it->second.number >= layer.number) {
        return {Code::kInvalidArgument, fmt::format("{} ({}) lists {} ({}), which is not lower",
                                                    name, layer.number, below, it->second.number)};
      }
    }
  }
  return {};
}

}  // namespace

Result<Layers> ParseLayers(std::string_view text) {
  Layers layers;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::istringstream words(line);
    Layer layer{};
    std::string name;
    if (!(words >> layer.number >> name)) {
      return Error{Code::kInvalidArgument, fmt::format("no layer: {}", line)};
    }
    for (std::string below; words >> below;) layer.may_include.insert(below);
    if (!layers.emplace(name, layer).second) {
      return Error{Code::kInvalidArgument, fmt::format("{} is listed twice", name)};
    }
  }
  TRY(CheckLowerOnly(layers));
  return layers;
}

std::vector<Finding> CheckIncludes(const SourceFile& file, const Layers& layers) {
  std::vector<Finding> findings;
  std::string_view path = file.path;
  if (file.language != Language::kCpp || !path.starts_with("src/")) return findings;
  path.remove_prefix(4);
  const std::string_view own = FolderOf(path);
  const auto layer = layers.find(own);
  if (layer == layers.end()) {
    return {{file.path, 0, fmt::format("folder '{}' is not in src/layers.txt", own)}};
  }
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    const std::string_view target = QuotedInclude(file.code[i]);
    if (target.empty() || IsGeneratedMessage(target)) continue;
    const std::string_view folder = FolderOf(target);
    const auto other = layers.find(folder);
    if (other == layers.end()) {
      findings.push_back({file.path, i + 1, fmt::format("\"{}\" is not layer/file.h", target)});
    } else if (folder != own && !layer->second.may_include.contains(folder)) {
      const std::string_view direction = other->second.number > layer->second.number ? "upward"
                                         : other->second.number == layer->second.number
                                             ? "sideways"
                                             : "unlisted";
      findings.push_back(
          {file.path, i + 1, fmt::format("{} include: {} -> {}", direction, own, target)});
    }
  }
  return findings;
}

}  // namespace lake::testing
