// Steps of silver, one after the other until there are none, with what they did told to people and
// programs. Opens the lake when it is made and closes it at the end of Run. One thread.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "app/health_server.h"
#include "app/settings.h"
#include "silver/silver_run.h"

namespace lake {

class SilverWork {
 public:
  // The settings outlive it.
  static Result<std::unique_ptr<SilverWork>> Open(const Settings& settings, std::stop_token stop);
  ~SilverWork();

  using Step = Result<std::optional<SilverStep>> (SilverRun::*)();
  // Every step that there is; kCancelled after a stop. Steps that another writer, bronze or a store
  // that was away got in the way of are done again.
  Status DoAll(Step step);
  // How far it is, for programs too.
  Result<SilverStatus> Look();
  // Closes the lake; what `ended` says is shown, and given back when it is an error.
  Status Close(Status ended);

 private:
  SilverWork(const Settings& settings, std::stop_token stop)
      : board_(settings.service_name, settings.environment), stop_(std::move(stop)) {}
  Result<std::optional<SilverStep>> DoOne(Step step);
  void Tell(const SilverStep& step);

  HealthBoard board_;
  std::unique_ptr<HealthServer> health_;
  std::unique_ptr<SilverRun> run_;
  const std::stop_token stop_;
  std::uint64_t ledgers_ = 0;
};

}  // namespace lake
