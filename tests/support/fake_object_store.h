// A store in memory whose answers a test decides: objects, whether it can list, and faults per key.
//
// Honest otherwise: pages are bounded by the limit, keys come in byte order. Thread-safe; the maps
// are to be changed before use, or through the functions.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "source/archive/object_store.h"

namespace lake::testing {

class FakeObjectStore : public ObjectStore {
 public:
  explicit FakeObjectStore(bool can_list = true) : can_list_(can_list) {}

  void Put(std::string key, std::string content) {
    std::lock_guard lock(mutex_);
    objects_[std::move(key)] = std::make_shared<const std::string>(std::move(content));
  }
  void Remove(const std::string& key) {
    std::lock_guard lock(mutex_);
    objects_.erase(key);
  }
  // Called before every Get, on its thread; an error is the answer.
  std::function<Status(std::string_view key)> before_get;
  // Called before every List.
  std::function<void()> before_list;

  int gets() const { return Count(gets_); }
  int lists() const { return Count(lists_); }
  int sizes() const { return Count(sizes_); }

  std::string Describe() const override { return "fake://lake"; }
  bool can_list() const override { return can_list_; }

  Result<ObjectPage> List(const ListRequest& request, std::stop_token) override {
    if (before_list) before_list();
    std::lock_guard lock(mutex_);
    ++lists_;
    if (!can_list_) return Error{Code::kInternal, "asked to list"};
    const std::string after = std::max(request.start_after, request.page_token);
    ObjectPage page;
    std::string last;
    for (const auto& [key, content] : objects_) {
      if (!key.starts_with(request.prefix)) continue;
      const std::size_t slash = key.find('/', request.prefix.size());
      const std::string name = slash == key.npos ? key : key.substr(0, slash + 1);
      if (name <= after || name == last) continue;
      if (page.objects.size() + page.folders.size() == request.limit) {
        page.next_page_token = last;
        break;
      }
      last = name;
      if (slash == key.npos) {
        page.objects.push_back({key, content->size()});
      } else {
        page.folders.push_back(name);
      }
    }
    return page;
  }

  Result<std::uint64_t> Size(std::string_view key, std::stop_token) override {
    std::lock_guard lock(mutex_);
    ++sizes_;
    const auto it = objects_.find(std::string(key));
    if (it == objects_.end()) return Error{Code::kNotFound, fmt::format("{}: not there", key)};
    return std::uint64_t{it->second->size()};
  }

  Result<ObjectBytes> Get(std::string_view key, std::stop_token) override {
    if (before_get) {
      if (Status status = before_get(key); !status.ok()) return status;
    }
    std::lock_guard lock(mutex_);
    ++gets_;
    const auto it = objects_.find(std::string(key));
    if (it == objects_.end()) return Error{Code::kNotFound, fmt::format("{}: not there", key)};
    return ObjectBytes{AsBytes(*it->second), it->second};
  }

 private:
  int Count(const int& counter) const {
    std::lock_guard lock(mutex_);
    return counter;
  }

  const bool can_list_;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const std::string>> objects_;
  int gets_ = 0;
  int lists_ = 0;
  int sizes_ = 0;
};

}  // namespace lake::testing
