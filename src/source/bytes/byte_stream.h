// Bytes that arrive in order: a file, memory, what a decompressor makes of another stream. And a
// reader over one that can look ahead, so that formats can be told apart by their content.
//
// One thread at a time. Offsets count from the beginning of the stream.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "source/bytes/buffer_pool.h"

namespace lake {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Fills at least one byte of `out` (not empty), at most all; 0 = the end.
  virtual Result<std::size_t> Read(std::span<std::uint8_t> out) = 0;
};

// Over memory that outlives the stream.
class MemoryStream : public ByteStream {
 public:
  explicit MemoryStream(Bytes bytes) : left_(bytes) {}
  Result<std::size_t> Read(std::span<std::uint8_t> out) override;

 private:
  Bytes left_;
};

// A regular file, read by system calls: unlike mapped memory it may shrink while it is read.
class FileStream : public ByteStream {
 public:
  // kNotFound, kInvalidArgument for anything but a regular file.
  static Result<FileStream> Open(const std::string& path);
  Result<std::size_t> Read(std::span<std::uint8_t> out) override;

 private:
  FileStream(UniqueFd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}
  UniqueFd fd_;
  std::string path_;
};

class StreamReader {
 public:
  StreamReader();
  // Starts over at the beginning of `stream`, which outlives its use.
  void Reset(ByteStream& stream);

  std::uint64_t offset() const { return offset_; }
  // The next bytes without taking them: `size`, or fewer at the end. Valid until the next call.
  // Requires: size <= kPeekMax.
  Result<Bytes> Peek(std::size_t size);
  // Takes bytes until `out` is full or the stream ends; how many.
  Result<std::size_t> Read(std::span<std::uint8_t> out);
  // Everything that is left, into `buffer`, which grows; how many bytes. kResourceExhausted above
  // `max`.
  Result<std::size_t> ReadAll(Buffer& buffer, std::uint64_t max);
  // Replaces `line` by the text up to a line feed, which is taken but not given, or to the end.
  // False at the end. kResourceExhausted for a line above `max`.
  Result<bool> ReadLine(std::string& line, std::uint64_t max);

  static constexpr std::size_t kPeekMax = 64;

 private:
  Bytes ahead() const { return {ahead_.data() + ahead_begin_, ahead_end_ - ahead_begin_}; }
  void Take(std::size_t size);
  Result<bool> Refill();

  ByteStream* stream_ = nullptr;
  Buffer ahead_;
  std::size_t ahead_begin_ = 0;
  std::size_t ahead_end_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace lake
