// The program behind main: command line, configuration, log, then one command.
#pragma once

#include <span>

#include "base/result.h"

namespace lake {

// `words` is argv without the program's name. Requires PrepareSignals. `signal` becomes the one
// that asked for a stop. Both tell the exit status (app/exit_status.h).
Status RunProgram(std::span<const char* const> words, int& signal);

// Writes `error: ...` to standard error, on one line and without secrets. Silent when the reader of
// the output left, which is kCancelled without a signal.
void ReportError(const Error& error, int signal);

}  // namespace lake
