// How far a long run is, on standard error: a bar that redraws itself on a terminal, a log line now
// and then otherwise, or one JSON object per line for programs.
//
// Update may be called from any thread and as often as there is news: it draws at most ten times a
// second (bar), every ten seconds (plain) or every second (json). Clock, width and writing are
// given from outside, so tests own them.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace lake {

enum class ProgressStyle : std::uint8_t { kBar, kPlain, kJson, kNone };

// What was done since the start of the run; none of it ever shrinks.
struct ProgressCounts {
  std::uint64_t ledgers = 0;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;  // raw XDR
  std::uint64_t files = 0;  // where the work is counted in files
};

// What a line is made of. Rates are per second over the last seconds; 0 = not known yet.
struct ProgressView {
  ProgressCounts done;
  std::uint64_t ledgers_total = 0;  // 0 = no end
  std::uint64_t files_total = 0;    // 0 = the work is counted in ledgers
  double ledgers_rate = 0;
  double rows_rate = 0;
  double bytes_rate = 0;
};

// " ████░░░  71 %   712/1,000 ledgers   88 ledgers/s   520 k rows/s   126 MB/s   0:03 left", cut to
// `columns` by leaving whole parts out.
std::string ProgressBar(const ProgressView& view, std::size_t columns, bool unicode);
// The same without a bar, for the log.
std::string ProgressSentence(const ProgressView& view);
// {"ledgers":712,"ledgers_total":1000,...}, without a line end.
std::string ProgressJson(const ProgressView& view);

struct ProgressOptions {
  ProgressStyle style = ProgressStyle::kNone;
  std::uint64_t ledgers_total = 0;
  std::uint64_t files_total = 0;
  bool color = false;
  bool unicode = true;
  std::function<std::size_t()> columns;         // of the terminal, asked for at every redraw
  std::function<void(std::string_view)> write;  // to the terminal, at once
  Clock* clock = nullptr;                       // null = SystemClock()
};

// The options for standard error: `name` is auto, plain, json or none. auto is a bar on a terminal.
ProgressOptions TerminalProgress(std::string_view name, std::uint64_t ledgers_total);

class Progress {
 public:
  explicit Progress(ProgressOptions options);
  ~Progress();  // as Finish
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `seen` is what was worked on: it runs ahead of what is done for good, and tells the rates.
  void Update(const ProgressCounts& done, const ProgressCounts& seen);
  void Update(const ProgressCounts& done) { Update(done, done); }
  // Shows the last state once more, with the rates of the whole run, and leaves the terminal on a
  // fresh line.
  void Finish();

 private:
  struct Sample {
    std::int64_t micros;
    ProgressCounts seen;
  };
  void Record(std::int64_t now);
  ProgressView View(std::int64_t now) const;
  void Draw(std::int64_t now);
  void Clear();

  ProgressOptions options_;
  Clock& clock_;
  std::mutex mutex_;  // guards what follows
  ProgressCounts done_;
  ProgressCounts seen_;
  std::deque<Sample> samples_;
  std::int64_t drawn_at_;
  const std::int64_t started_at_;
  bool on_screen_ = false;
  bool finished_ = false;
};

}  // namespace lake
