#include "source/archive/listing_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lake {
namespace {

// Real stores give an empty page now and then, where names were deleted.
constexpr std::size_t kIdlePagesMax = 16;
// A hundred million names in one folder.
constexpr std::size_t kPagesMax = 100'000;

}  // namespace

Result<std::optional<ObjectPage>> ListingPages::Next(const std::stop_token& stop) {
  if (ended_) return std::optional<ObjectPage>();
  if (stop.stop_requested()) return Error{Code::kCancelled, store_.Describe() + ": stopped"};
  TRY_ASSIGN(ObjectPage page, store_.List(request_, stop));
  TRY(Progress(page).Context(fmt::format("{}: listing {}", store_.Describe(), request_.prefix)));
  ended_ = page.next_page_token.empty();
  request_.page_token = page.next_page_token;
  return std::optional(std::move(page));
}

Status ListingPages::Progress(const ObjectPage& page) {
  const std::string* last = &page.reached;
  if (!page.objects.empty()) last = &std::max(*last, page.objects.back().key);
  if (!page.folders.empty()) last = &std::max(*last, page.folders.back());
  const bool moved = *last > reached_;
  idle_pages_ = moved ? 0 : idle_pages_ + 1;
  if (moved) reached_ = *last;
  ++pages_;
  if (page.next_page_token.empty()) return {};
  if (page.next_page_token == request_.page_token) {
    return {Code::kDataLoss, "the store gives the same page for ever (its token does not change)"};
  }
  if (idle_pages_ > kIdlePagesMax) {
    return {Code::kDataLoss,
            fmt::format("{} pages in a row without a new name: the store's listing has no end",
                        idle_pages_)};
  }
  if (pages_ > kPagesMax) {
    return {Code::kDataLoss,
            fmt::format("{} pages and no end: is this the folder of a lake?", pages_)};
  }
  return {};
}

}  // namespace lake
