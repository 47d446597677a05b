#include "support/child.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "base/check.h"

namespace lake {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File TemporaryFile(const std::string& content) {
  File file(std::tmpfile(), &std::fclose);
  CHECK(file != nullptr);
  CHECK(std::fwrite(content.data(), 1, content.size(), file.get()) == content.size());
  std::rewind(file.get());
  return file;
}

std::string Content(const File& file) {
  std::rewind(file.get());
  std::string content;
  char part[4096];
  while (std::size_t size = std::fread(part, 1, sizeof part, file.get()))
    content.append(part, size);
  return content;
}

}  // namespace

ChildResult RunChild(const std::vector<std::string>& words, const ChildOptions& options) {
  File in = TemporaryFile(options.input), out = TemporaryFile(""), err = TemporaryFile("");
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t child = ::fork();
  CHECK(child >= 0);
  if (child == 0) {
    ::dup2(::fileno(in.get()), STDIN_FILENO);
    ::dup2(::fileno(out.get()), STDOUT_FILENO);
    ::dup2(::fileno(err.get()), STDERR_FILENO);
    if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(127);
    for (const auto& [name, value] : options.variables) ::setenv(name.c_str(), value.c_str(), 1);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  if (options.started) options.started(child);
  int status = 0;
  CHECK(::waitpid(child, &status, 0) == child);
  int exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {exit_status, Content(out), Content(err)};
}

}  // namespace lake
