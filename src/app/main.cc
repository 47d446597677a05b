// stellarlake: Stellar ledgers to a verified DuckLake. What it can do is listed in commands.cc.
#include <stdlib.h>

#include <cstddef>
#include <span>

#include "app/exit_status.h"
#include "app/program.h"
#include "base/allocator.h"
#include "base/signals.h"
#include "base/thread.h"

int main(int count, char** words) {
  // Before any library starts a thread.
  lake::PrepareSignals();
  lake::SetUpAllocator();
  // The gRPC inside of Arrow writes to stderr what clients do to it, and hears nothing but this.
  ::setenv("GRPC_VERBOSITY", "NONE", 0);
  std::span<const char* const> all(words, static_cast<std::size_t>(count));
  int signal = 0;
  lake::Status status = lake::CatchExceptions(
      "stellarlake", [&] { return lake::RunProgram(all.empty() ? all : all.subspan(1), signal); });
  if (status.ok()) return 0;
  lake::ReportError(status.error(), signal);
  return lake::ExitStatusAfter(status.error(), signal);
}
