// What is installed, what works, and what to do about the rest.
#include <fmt/format.h>

#include <algorithm>

#include "app/checkup.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "base/json_text.h"
#include "base/redact.h"
#include "base/version.h"
#include "base/visible_text.h"

namespace lake {
namespace {

std::string AsText(const Finding& finding) {
  std::string line = fmt::format("{:<4}  {:<26} {}\n", FindingStateName(finding.state),
                                 VisibleText(finding.check), VisibleText(finding.detail));
  if (!finding.next.empty())
    line += fmt::format("      {:<26} -> {}\n", "", VisibleText(finding.next));
  return line;
}

std::string AsJson(const Finding& finding) {
  std::string json = fmt::format("{{\"state\":\"{}\"", FindingStateName(finding.state));
  for (const auto& [name, value] :
       {std::pair("check", &finding.check), {"detail", &finding.detail}, {"next", &finding.next}}) {
    if (value->empty()) continue;
    json += fmt::format(",\"{}\":", name);
    AppendJsonString(json, *value);
  }
  return json + "}";
}

}  // namespace

Status RunDoctor(const Invocation& invocation) {
  std::vector<Finding> findings = {{Finding::State::kOk, "program",
                                    fmt::format("stellarlake {}", Version()), "", Code::kInternal}};
  for (std::vector<Finding> some :
       {CheckMachine(SystemClock()), CheckEngine(), CheckLake(invocation.settings),
        CheckHot(invocation.settings, invocation.stop)}) {
    std::move(some.begin(), some.end(), std::back_inserter(findings));
  }
  bool json = invocation.settings.format == "json";
  std::string out = json ? "[" : "";
  const char* separator = "\n";
  for (const Finding& finding : findings) {
    out += json ? separator + AsJson(finding) : AsText(finding);
    separator = ",\n";
  }
  TRY(Print(VisibleLines(Redact(out + (json ? "\n]\n" : "")))));
  auto failed = std::find_if(findings.begin(), findings.end(),
                             [](const Finding& f) { return f.state == Finding::State::kFail; });
  if (failed == findings.end()) return {};
  return Error{failed->code, fmt::format("doctor: {} failed", failed->check)};
}

}  // namespace lake
