#include "app/exit_status.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>

namespace lake {
namespace {

constexpr int kSignalBase = 128;  // as shells count

struct Meaning {
  Code code;
  std::string_view text;
};

// kCancelled is not among them: without a signal it is success.
constexpr std::array kMeanings = {
    Meaning{Code::kInvalidArgument,
            "A wrong option, setting or name. It stays wrong: do not start again unchanged."},
    Meaning{Code::kDataLoss,
            "Something is damaged, missing or not what it says: a ledger, a hash, a file, the "
            "catalog; `verify` found faults, `gaps` found gaps. The message names it."},
    Meaning{Code::kNotFound,
            "What was named is not there: source, ledger, lake, table; or there was nothing to "
            "verify."},
    Meaning{Code::kUnavailable,
            "A source, catalog or store did not answer, also after its retries. Trying again may "
            "help."},
    Meaning{Code::kInternal, "A fault of the program or of a library."},
    Meaning{Code::kResourceExhausted, "A limit was hit: disk, memory, a bound of the settings."},
    Meaning{Code::kConflict, "Somebody else holds or wrote the lake. Look, then run it again."},
};

}  // namespace

std::vector<ExitStatusInfo> ExitStatuses() {
  std::vector<ExitStatusInfo> all = {{0, "success",
                                      "Everything was done; or a run without an end (`ingest` that "
                                      "follows, `flush`, `serve-ledgers`) was "
                                      "asked to stop and did; or the reader of the output left."}};
  for (const Meaning& meaning : kMeanings) {
    all.push_back({ExitStatusOf(meaning.code), std::string(CodeName(meaning.code)), meaning.text});
  }
  for (const int signal : {SIGINT, SIGTERM}) {
    all.push_back({kSignalBase + signal, fmt::format("interrupted by {}", SignalName(signal)),
                   "The work was not finished: `verify` proved nothing, `extract` wrote no file, "
                   "what `ingest` and `gaps --fill` had committed stays and the same command goes "
                   "on. Also the end of any command at a second signal."});
  }
  std::ranges::sort(all, {}, &ExitStatusInfo::status);
  return all;
}

int ExitStatusAfter(const Error& error, int signal) {
  return IsInterrupted(error, signal) ? kSignalBase + signal : ExitStatusOf(error.code);
}

std::string_view SignalName(int signal) { return signal == SIGINT ? "SIGINT" : "SIGTERM"; }

}  // namespace lake
