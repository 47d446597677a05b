#include "app/source_report.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "app/ledgers_json.h"
#include "base/human.h"
#include "base/visible_text.h"

namespace lake {
namespace {

// Parquet of these tables is about this part of the rows' bytes (docs/performance.md).
constexpr double kParquetShare = 0.12;
constexpr std::size_t kRangesShown = 8;

std::string Time(std::int64_t seconds) {
  return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

std::string Protocols(const SourceReport& report) {
  std::string text;
  for (const auto& [protocol, count] : report.protocols) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", protocol);
  }
  return text;
}

double Scale(const SourceReport& report) {
  return report.sampled == 0
             ? 0
             : static_cast<double>(report.ledgers) / static_cast<double>(report.sampled);
}

std::uint64_t Scaled(const SourceReport& report, std::uint64_t value) {
  return static_cast<std::uint64_t>(static_cast<double>(value) * Scale(report));
}

std::string Estimates(const SourceReport& report) {
  const double cores = std::max(1u, std::thread::hardware_concurrency());
  const double micros =
      report.seconds_per_ledger * static_cast<double>(report.ledgers) * 1e6 * 2 / cores;
  return fmt::format("about      {} raw, {} rows, {} of Parquet, {} on this machine\n",
                     FormatBytes(Scaled(report, report.raw_bytes)),
                     FormatCount(Scaled(report, report.rows)),
                     FormatBytes(static_cast<std::uint64_t>(
                         static_cast<double>(Scaled(report, report.row_bytes)) * kParquetShare)),
                     FormatDuration(static_cast<std::int64_t>(micros)));
}

}  // namespace

std::string SourceReportText(const SourceReport& report, const Network& network, bool estimates) {
  std::string text = fmt::format("network    {} ({})\n", VisibleText(network.passphrase),
                                 VisibleText(network.name));
  if (report.ledgers == 0) return text + "ledgers    none\n";
  text += fmt::format("ledgers    {}   {} in {}, {}\n",
                      LedgersText(report.extent.ledgers, kRangesShown), FormatCount(report.ledgers),
                      FormatCount(report.extent.objects, "object"),
                      report.gaps == 0 ? "no gaps" : FormatCount(report.gaps, "gap"));
  if (report.extent.object_bytes > 0) {
    text += fmt::format("stored     {}\n", FormatBytes(report.extent.object_bytes));
  }
  text += fmt::format("sampled    {}: protocol {}, {}, {}, {} raw\n",
                      FormatCount(report.sampled, "ledger"), Protocols(report),
                      FormatCount(report.transactions, "transaction"),
                      FormatCount(report.operations, "operation"), FormatBytes(report.raw_bytes));
  text += fmt::format("closed     {} … {}\n", Time(report.first_close), Time(report.last_close));
  if (estimates) text += Estimates(report);
  for (const std::string& unknown : report.unknown) {
    text += fmt::format("unknown    {}\n", VisibleText(unknown));
  }
  for (const std::string& fault : report.faults)
    text += fmt::format("fault      {}\n", VisibleText(fault));
  return text;
}

std::string SourceReportJson(const SourceReport& report, const Network& network) {
  nlohmann::json protocols = nlohmann::json::object();
  for (const auto& [protocol, count] : report.protocols) {
    protocols[std::to_string(protocol)] = count;
  }
  const nlohmann::json document{{"network", network.name},
                                {"network_passphrase", network.passphrase},
                                {"ranges", LedgersJson(report.extent.ledgers)},
                                {"ledgers", report.ledgers},
                                {"gaps", report.gaps},
                                {"objects", report.extent.objects},
                                {"object_bytes", report.extent.object_bytes},
                                {"sampled", report.sampled},
                                {"protocols", protocols},
                                {"transactions", report.transactions},
                                {"operations", report.operations},
                                {"rows", report.rows},
                                {"raw_bytes", report.raw_bytes},
                                {"first_close", report.first_close},
                                {"last_close", report.last_close},
                                {"seconds_per_ledger", report.seconds_per_ledger},
                                {"unknown", report.unknown},
                                {"faults", report.faults}};
  return document.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace lake
