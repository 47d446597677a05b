// The program behind main: command line, configuration, log, then one command.
#pragma once

#include <span>

#include "base/result.h"

namespace lake {

// `words` is argv without the program's name. Requires PrepareSignals. The error's code becomes the
// exit status.
Status RunProgram(std::span<const char* const> words);

// Writes `error: ...` to standard error, secrets and control characters taken out. Silent for
// kCancelled.
void ReportError(const Error& error);

}  // namespace lake
