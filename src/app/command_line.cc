#include "app/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>

#include "base/nearest.h"

namespace lake {
namespace {

Error Invalid(std::string message) { return {Code::kInvalidArgument, std::move(message)}; }

bool IsHelp(std::string_view word) { return word == "--help" || word == "-h" || word == "help"; }

// CLI11's parser for one command, with the places where it puts what it reads.
class OptionParser {
 public:
  explicit OptionParser(const Command& command) : command_(command) {
    app_.set_help_flag();
    app_.allow_extras();
    app_.add_flag("-h,--help", help_);
    app_.add_option("ARGUMENTS", arguments_);
    std::span<const ConfigField> fields = ConfigFields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if ((fields[i].commands & command.bit) != 0) Add(i, fields[i]);
    }
  }

  Result<CommandLine> Parse(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    try {
      app_.parse(words);
    } catch (const CLI::ArgumentMismatch& e) {
      std::string_view what = e.what();  // "--out: 1 required TEXT missing"
      return Invalid(fmt::format("{}: {} wants exactly one value{}", command_.name,
                                 what.substr(0, what.find(':')), Hint()));
    } catch (const CLI::ParseError& e) {
      return Invalid(fmt::format("{}: {}{}", command_.name, e.what(), Hint()));
    }
    CommandLine line;
    line.command = &command_;
    if (help_) {
      line.wish = CommandLine::Wish::kHelp;
      return line;
    }
    for (const std::string& word : app_.remaining()) {
      if (word != "--") return Invalid(Unknown(word));
    }
    for (Slot& slot : slots_) {
      if (slot.option->count() == 0) continue;
      if (slot.is_switch) slot.values = {slot.switched_on ? "true" : "false"};
      line.flags.push_back({slot.field, std::move(slot.values)});
    }
    line.arguments = std::move(arguments_);
    if (line.arguments.size() > command_.arguments_max) {
      return Invalid(fmt::format("{}: unexpected argument \"{}\"{}", command_.name,
                                 line.arguments[command_.arguments_max], Hint()));
    }
    return line;
  }

 private:
  struct Slot {
    std::size_t field;
    bool is_switch;
    CLI::Option* option;
    std::vector<std::string> values;
    bool switched_on;
  };

  void Add(std::size_t index, const ConfigField& field) {
    slots_.push_back({index, field.type == FieldType::kBool, nullptr, {}, false});
    Slot& slot = slots_.back();
    std::string name(field.flag);
    if (slot.is_switch) {
      slot.option = app_.add_flag(name, slot.switched_on);
    } else {
      slot.option = app_.add_option(name, slot.values);
      slot.option->type_size(1)->expected(1)->allow_extra_args(false);
      if (field.type == FieldType::kList) {
        slot.option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
      }
    }
  }

  std::string Hint() const { return fmt::format("\n  see stellarlake {} --help", command_.name); }

  std::string Unknown(const std::string& word) const {
    std::string name = word.substr(0, word.find('='));
    std::vector<std::string> flags = {"--help"};
    for (const Slot& slot : slots_)
      flags.push_back(fmt::format("--{}", FlagName(ConfigFields()[slot.field])));
    std::vector<std::string_view> known(flags.begin(), flags.end());
    return fmt::format("{}: unknown option {}{}{}", command_.name, name, DidYouMean(name, known),
                       Hint());
  }

  const Command& command_;
  CLI::App app_;
  bool help_ = false;
  std::vector<std::string> arguments_;
  std::deque<Slot> slots_;  // CLI11 keeps pointers into it
};

}  // namespace

Result<CommandLine> ParseCommandLine(std::span<const char* const> words) {
  CommandLine line;
  line.wish = CommandLine::Wish::kHelp;
  if (words.empty()) return line;
  std::string_view first = words.front();
  std::vector<std::string> rest(words.begin() + 1, words.end());
  if (first == "--version" || first == "-V" || first == "-v" || first == "version") {
    line.wish = CommandLine::Wish::kVersion;
    return line;
  }
  if (IsHelp(first)) {
    if (!rest.empty()) {
      TRY_ASSIGN(line.command, TakeCommand(rest));
    }
    return line;
  }
  if (first.starts_with('-')) {
    return Invalid(fmt::format("options come after the command: stellarlake COMMAND {}", first));
  }
  rest.assign(words.begin(), words.end());
  TRY_ASSIGN(const Command* command, TakeCommand(rest));
  if (rest == std::vector<std::string>{"help"}) rest = {"--help"};
  return OptionParser(*command).Parse(std::move(rest));
}

}  // namespace lake
