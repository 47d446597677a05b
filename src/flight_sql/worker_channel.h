// Frames between the server and a worker over a socket: what is asked, and the rows or the error
// that come back.
//
// A frame is a kind (1 byte), the length of its head (4 bytes) and of its body (8 bytes), both
// little-endian, then head and body. What each kind carries stands at FrameKind. Neither side
// believes the other: lengths are bounded, and whoever waits looks every kLookMs whether it is
// still wanted. One thread at a time. Errors: kUnavailable when the other side is gone, kInternal
// for frames that make no sense, and what `wanted` says.
#pragma once

#include <arrow/type_fwd.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/unique_fd.h"

namespace lake {

enum class FrameKind : std::uint8_t {
  kDescribe = 1,    // asks: head is a command, see sql_commands.h
  kRun = 2,         // asks: the same; body is an IPC stream of parameters, or empty
  kSchema = 3,      // head: encapsulated IPC message
  kParameters = 4,  // head: encapsulated IPC message
  kBatch = 5,       // head: metadata of an IPC message; body: its buffers
  kEnd = 6,
  kError = 7,  // head: Code (1 byte), message
};

struct Frame {
  FrameKind kind = FrameKind::kEnd;
  std::string head;
  std::shared_ptr<arrow::Buffer> body;
};

class WorkerChannel {
 public:
  static constexpr std::uint32_t kHeadBytesMax = 64u << 20;
  static constexpr std::uint64_t kBodyBytesMax = std::uint64_t{4} << 30;
  static constexpr int kLookMs = 100;

  // Asked while nothing comes or goes: an error ends the waiting.
  using Wanted = std::function<Status()>;

  explicit WorkerChannel(UniqueFd socket) : socket_(std::move(socket)) {}

  Status Send(FrameKind kind, std::string_view head, std::span<const std::string_view> body,
              const Wanted& wanted);
  Result<Frame> Receive(const Wanted& wanted);
  // Whether the other side has closed its end and nothing is left to be received.
  bool Ended() const;

 private:
  Status SendAll(std::string_view bytes, const Wanted& wanted);
  Status ReceiveAll(char* to, std::size_t size, const Wanted& wanted);
  Status Await(short events, const Wanted& wanted);

  UniqueFd socket_;
};

}  // namespace lake
