#include "source/bytes/byte_stream.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/check.h"
#include "base/file.h"

namespace lake {
namespace {

// One system call or decompression step; small enough to stay in the cache.
constexpr std::size_t kAheadBytes = std::size_t{128} << 10;
// The first guess for the size of what is left of a stream: a ledger of an ordinary day.
constexpr std::size_t kFirstBufferBytes = std::size_t{1} << 20;

}  // namespace

Result<std::size_t> MemoryStream::Read(std::span<std::uint8_t> out) {
  const std::size_t size = std::min(out.size(), left_.size());
  std::copy_n(left_.data(), size, out.data());
  left_ = left_.subspan(size);
  return size;
}

Result<FileStream> FileStream::Open(const std::string& path) {
  // Without O_NONBLOCK opening a pipe that nobody writes would wait for ever.
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd.valid()) return ErrnoError(errno, path);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return ErrnoError(errno, path);
  if (!S_ISREG(info.st_mode)) return Error{Code::kInvalidArgument, path + ": not a regular file"};
  return FileStream(std::move(fd), path);
}

Result<std::size_t> FileStream::Read(std::span<std::uint8_t> out) {
  while (true) {
    const ssize_t size = ::read(fd_.get(), out.data(), out.size());
    if (size >= 0) return static_cast<std::size_t>(size);
    if (errno != EINTR) return ErrnoError(errno, path_);
  }
}

StreamReader::StreamReader() : ahead_(kAheadBytes) {}

void StreamReader::Reset(ByteStream& stream) {
  stream_ = &stream;
  ahead_begin_ = ahead_end_ = 0;
  offset_ = 0;
}

void StreamReader::Take(std::size_t size) {
  ahead_begin_ += size;
  offset_ += size;
}

Result<bool> StreamReader::Refill() {
  if (ahead_begin_ == ahead_end_) ahead_begin_ = ahead_end_ = 0;
  if (ahead_begin_ > 0) {
    std::copy(ahead_.data() + ahead_begin_, ahead_.data() + ahead_end_, ahead_.data());
    ahead_end_ -= ahead_begin_;
    ahead_begin_ = 0;
  }
  CHECK(ahead_end_ < kAheadBytes);
  TRY_ASSIGN(const std::size_t size,
             stream_->Read({ahead_.data() + ahead_end_, kAheadBytes - ahead_end_}));
  ahead_end_ += size;
  return size > 0;
}

Result<Bytes> StreamReader::Peek(std::size_t size) {
  CHECK(size <= kPeekMax);
  while (ahead().size() < size) {
    TRY_ASSIGN(const bool more, Refill());
    if (!more) break;
  }
  return ahead().first(std::min(size, ahead().size()));
}

Result<std::size_t> StreamReader::Read(std::span<std::uint8_t> out) {
  std::size_t done = std::min(out.size(), ahead().size());
  std::copy_n(ahead().data(), done, out.data());
  Take(done);
  while (done < out.size()) {
    TRY_ASSIGN(const std::size_t size, stream_->Read(out.subspan(done)));
    if (size == 0) break;
    done += size;
    offset_ += size;
  }
  return done;
}

Result<std::size_t> StreamReader::ReadAll(Buffer& buffer, std::uint64_t max) {
  if (buffer.capacity() == 0) buffer = Buffer(kFirstBufferBytes);
  std::size_t used = 0;
  while (true) {
    // One byte more than allowed tells "too large" from "just fits".
    const std::uint64_t room = std::min<std::uint64_t>(buffer.capacity(), max + 1) - used;
    TRY_ASSIGN(const std::size_t size,
               Read({buffer.data() + used, static_cast<std::size_t>(room)}));
    used += size;
    if (used > max) {
      return Error{Code::kResourceExhausted,
                   fmt::format("holds more than {} bytes, the limit for one value: if it is "
                               "genuine, raise source.object_bytes_max",
                               max)};
    }
    if (size < room) return used;
    buffer.Grow(std::min<std::uint64_t>(buffer.capacity() * 2, max + 1), used);
  }
}

Result<bool> StreamReader::ReadLine(std::string& line, std::uint64_t max) {
  line.clear();
  while (true) {
    const std::string_view text = AsText(ahead());
    const std::size_t end = text.find('\n');
    line.append(text.substr(0, end));
    if (line.size() > max) {
      return Error{Code::kResourceExhausted,
                   fmt::format("offset {}: a line longer than {} characters", offset_, max)};
    }
    Take(end == text.npos ? text.size() : end + 1);
    if (end != text.npos) return true;
    TRY_ASSIGN(const bool more, Refill());
    if (!more) return !line.empty();
  }
}

}  // namespace lake
