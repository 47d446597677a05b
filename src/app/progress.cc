#include "app/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

#include "base/log.h"

namespace lake {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kRateWindow = 10 * kSecond;
constexpr std::int64_t kSampleEvery = kSecond / 2;  // so the window holds about twenty
constexpr std::size_t kColumnsWhenUnknown = 80;

std::int64_t DrawEvery(ProgressStyle style) {
  switch (style) {
    case ProgressStyle::kBar:
      return kSecond / 10;
    case ProgressStyle::kJson:
      return kSecond;
    case ProgressStyle::kPlain:
    case ProgressStyle::kNone:
      break;
  }
  return 10 * kSecond;
}

std::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool TerminalIsUnicode() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string_view value = Variable(name);
    if (value.empty()) continue;
    return value.find("UTF-8") != std::string_view::npos ||
           value.find("utf8") != std::string_view::npos;
  }
  return false;
}

std::size_t TerminalColumns() {
  winsize size{};
  bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : kColumnsWhenUnknown;
}

void WriteToTerminal(std::string_view text) {
  while (!text.empty()) {
    ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0) return;  // a bar that cannot be shown is no reason to stop
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

ProgressOptions TerminalProgress(std::string_view name, std::uint64_t ledgers_total) {
  ProgressOptions options;
  bool terminal = ::isatty(STDERR_FILENO) == 1 && Variable("TERM") != "dumb";
  if (name == "json") options.style = ProgressStyle::kJson;
  if (name == "plain") options.style = ProgressStyle::kPlain;
  if (name == "auto") options.style = terminal ? ProgressStyle::kBar : ProgressStyle::kPlain;
  options.ledgers_total = ledgers_total;
  options.color = terminal && Variable("NO_COLOR").empty();
  options.unicode = TerminalIsUnicode();
  options.columns = TerminalColumns;
  options.write = WriteToTerminal;
  return options;
}

Progress::Progress(ProgressOptions options)
    : options_(std::move(options)),
      clock_(options_.clock == nullptr ? SystemClock() : *options_.clock),
      drawn_at_(clock_.MonotonicMicros()),
      started_at_(drawn_at_) {
  samples_.push_back({drawn_at_, {}});
  if (options_.style == ProgressStyle::kBar) SetBeforeLogLine([this] { Clear(); });
}

Progress::~Progress() { Finish(); }

void Progress::Update(const ProgressCounts& done, const ProgressCounts& seen) {
  if (options_.style == ProgressStyle::kNone) return;
  std::lock_guard lock(mutex_);
  done_ = done;
  seen_ = seen;
  std::int64_t now = clock_.MonotonicMicros();
  Record(now);
  if (!finished_ && now - drawn_at_ >= DrawEvery(options_.style)) Draw(now);
}

void Progress::Finish() {
  if (options_.style == ProgressStyle::kBar) SetBeforeLogLine(nullptr);
  std::lock_guard lock(mutex_);
  if (finished_) return;
  finished_ = true;
  if (options_.style == ProgressStyle::kNone || done_.ledgers == 0) return;
  samples_ = {{started_at_, {}}};  // the last word is about the whole run
  Draw(clock_.MonotonicMicros());
  if (on_screen_) options_.write("\n");
  on_screen_ = false;
}

void Progress::Record(std::int64_t now) {
  if (now - samples_.back().micros < kSampleEvery) return;
  samples_.push_back({now, seen_});
  while (samples_.size() > 2 && now - samples_[1].micros >= kRateWindow) samples_.pop_front();
}

ProgressView Progress::View(std::int64_t now) const {
  ProgressView view{done_, options_.ledgers_total, options_.files_total};
  const Sample& oldest = samples_.front();
  double seconds = static_cast<double>(now - oldest.micros) / static_cast<double>(kSecond);
  if (seconds <= 0) return view;
  view.ledgers_rate = static_cast<double>(seen_.ledgers - oldest.seen.ledgers) / seconds;
  view.rows_rate = static_cast<double>(seen_.rows - oldest.seen.rows) / seconds;
  view.bytes_rate = static_cast<double>(seen_.bytes - oldest.seen.bytes) / seconds;
  return view;
}

void Progress::Draw(std::int64_t now) {
  drawn_at_ = now;
  ProgressView view = View(now);
  switch (options_.style) {
    case ProgressStyle::kBar: {
      // The last column stays free: some terminals wrap as soon as it is written.
      const std::size_t columns = options_.columns();
      std::string bar = ProgressBar(view, columns > 0 ? columns - 1 : 0, options_.unicode);
      options_.write(options_.color ? "\r\x1b[32m" + bar + "\x1b[0m\x1b[K" : "\r" + bar + "\x1b[K");
      on_screen_ = true;
      return;
    }
    case ProgressStyle::kPlain:
      LogInfo("{}", ProgressSentence(view));
      return;
    case ProgressStyle::kJson:
      options_.write(ProgressJson(view) + "\n");
      return;
    case ProgressStyle::kNone:
      return;
  }
}

void Progress::Clear() {
  std::lock_guard lock(mutex_);
  if (on_screen_) options_.write("\r\x1b[K");
  on_screen_ = false;
}

}  // namespace lake
