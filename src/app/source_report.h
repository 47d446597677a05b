// A SourceReport for people and for programs.
#pragma once

#include <string>

#include "ingest/inspect.h"

namespace lake {

// `estimates` adds what an ingest would make of it: rows, bytes and time on this machine.
std::string SourceReportText(const SourceReport& report, const Network& network, bool estimates);
std::string SourceReportJson(const SourceReport& report, const Network& network);

}  // namespace lake
