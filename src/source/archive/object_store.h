// Where the objects of a data lake are: a folder, a bucket, a web server. Only listing and
// fetching; what keys mean and what is in an object belongs to the archive source, so a new kind of
// store is only this.
//
// Keys are relative to the root of the lake, without a leading slash, with '/' between folders.
// Every call may come from several threads at once and returns kCancelled soon after `stop` is
// requested. A store retries by itself what may pass; kUnavailable means that its retries are used
// up. Messages name the object by Describe() and key, never a secret.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"

namespace lake {

// Larger than any real object (a batch of compressed ledgers); what a hostile store can make us
// hold.
inline constexpr std::uint64_t kMaxObjectBytes = std::uint64_t{256} << 20;

struct ObjectInfo {
  std::string key;
  std::uint64_t size = 0;
};

// One level of a listing, as a person sees a folder: keys with a '/' after `prefix` are rolled up.
struct ListRequest {
  std::string prefix;          // "" = the root, "folder/" = that folder
  std::string start_after;     // only whole keys greater than it in byte order
  std::string page_token;      // ObjectPage::next_page_token of the page before; "" = first page
  std::uint32_t limit = 1000;  // at most so many objects and folders together in one page
};

struct ObjectPage {
  std::vector<ObjectInfo> objects;   // whole keys, prefix included, in byte order
  std::vector<std::string> folders;  // whole keys with their trailing '/', in byte order
  std::string next_page_token;       // "" = that was all; its meaning belongs to the store
  std::string reached;               // the last name looked at, also when it is left out above
};

// A whole object. `owner` keeps `bytes` alive.
struct ObjectBytes {
  Bytes bytes;
  std::shared_ptr<const void> owner;
};

class ObjectStore {
 public:
  virtual ~ObjectStore() = default;
  // Short and stable, without secrets: "s3://bucket/prefix", "/srv/lake".
  virtual std::string Describe() const = 0;
  // False for a plain web server: keys are then computed from the manifest and List is never
  // called. A store that can list may still refuse it: kInvalidArgument.
  virtual bool can_list() const = 0;
  // A store that keeps changing may show or hide objects that come and go while the pages are read.
  virtual Result<ObjectPage> List(const ListRequest& request, std::stop_token stop) = 0;
  // The object's size without its content. kNotFound when there is none (yet), also where the store
  // answers 403 for that.
  virtual Result<std::uint64_t> Size(std::string_view key, std::stop_token stop) = 0;
  // The whole object, never a part: a short body is an error (kUnavailable when trying again may
  // help). kNotFound when there is none (yet), kResourceExhausted above kMaxObjectBytes.
  virtual Result<ObjectBytes> Get(std::string_view key, std::stop_token stop) = 0;
  // Waits before the next look for new objects: `micros`, or less in a store that notices them by
  // itself. False when a stop was requested.
  virtual bool AwaitNews(Clock& clock, std::int64_t micros, std::stop_token stop) {
    return clock.SleepFor(micros, std::move(stop));
  }
};

}  // namespace lake
