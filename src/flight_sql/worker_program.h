// What a worker is started as: this program, or another one, with these words, and the socket that
// it finds open then.
#pragma once

#include <string>
#include <vector>

namespace lake {

inline constexpr int kWorkerSocket = 3;

struct WorkerProgram {
  std::string path;                // "/proc/self/exe": this program
  std::vector<std::string> words;  // behind its name
};

}  // namespace lake
