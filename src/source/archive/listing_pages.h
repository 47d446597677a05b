// The pages of one listing, one after the other, until the last. A store that never comes to an end
// is an error: the same token twice, page after page without a name behind those before, or more
// pages than any lake has.
//
// One thread; one listing per object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "base/result.h"
#include "source/archive/object_store.h"

namespace lake {

class ListingPages {
 public:
  // `store` outlives it.
  ListingPages(ObjectStore& store, ListRequest request)
      : store_(store), request_(std::move(request)) {}

  // nullopt behind the last page. kCancelled, errors of the store, kDataLoss without an end.
  Result<std::optional<ObjectPage>> Next(const std::stop_token& stop);
  // Of the pages that follow.
  void set_limit(std::uint32_t limit) { request_.limit = limit; }

 private:
  Status Progress(const ObjectPage& page);

  ObjectStore& store_;
  ListRequest request_;
  bool ended_ = false;
  std::size_t pages_ = 0;
  std::size_t idle_pages_ = 0;  // in a row without a name behind `reached_`
  std::string reached_;
};

}  // namespace lake
