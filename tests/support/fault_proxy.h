// A TCP proxy on a free loopback port that does to connections what networks do: cuts, resets,
// delays, narrows, and goes silent without a word (half-open). Every fault acts on the connections
// that are open and, where it says so, on those to come. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "base/unique_fd.h"

namespace lake::testing {

class FaultProxy {
 public:
  explicit FaultProxy(int upstream_port);
  ~FaultProxy();

  int port() const { return port_; }
  int connections() const;                    // open now
  int accepted() const { return accepted_; }  // since the beginning
  std::uint64_t bytes_to_client() const { return bytes_to_client_; }

  // Where connections to come go.
  void SetUpstream(int port) { upstream_port_ = port; }
  // Ends every open connection: orderly, or as a machine that lost its state does.
  void Cut() { CloseAll(false); }
  void Reset() { CloseAll(true); }
  // Cuts the connection to come next after so many bytes to the client; once.
  void CutNextAfter(std::int64_t bytes) { cut_next_after_ = bytes; }
  // Connections to come are closed at once.
  void Refuse(bool refuse) { refuse_ = refuse; }
  // Nothing passes, in either direction, and nobody is told; new connections are accepted and
  // silent.
  void Freeze(bool frozen) { frozen_ = frozen; }
  // The same for the connections that are open now, for good; others pass.
  void FreezeOpen();
  // For everything that passes from now on, each way; the rate is what passes to clients.
  void SetDelay(std::chrono::milliseconds delay) { delay_ms_ = static_cast<int>(delay.count()); }
  void SetRate(std::uint64_t bytes_per_second) { bytes_per_second_ = bytes_per_second; }  // 0 = any

 private:
  class Connection;
  void Accept(const std::stop_token& stop);
  void CloseAll(bool reset);

  std::atomic<int> upstream_port_;
  std::atomic<int> accepted_ = 0;
  std::atomic<std::uint64_t> bytes_to_client_ = 0;
  std::atomic<std::int64_t> cut_next_after_ = -1;
  std::atomic<bool> refuse_ = false;
  std::atomic<bool> frozen_ = false;
  std::atomic<int> delay_ms_ = 0;
  std::atomic<std::uint64_t> bytes_per_second_ = 0;
  UniqueFd listener_;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::list<std::unique_ptr<Connection>> connections_;
  std::jthread acceptor_;
};

}  // namespace lake::testing
