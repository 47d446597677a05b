#include "silver/silver_commit.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/check.h"
#include "lineage/batch_rows.h"
#include "silver/silver_meta.h"

namespace lake {
namespace {

// {"<table>":<value>,...}
template <class Value>
std::string JsonOf(std::span<const SilverCount> counts, Value value) {
  std::string json = "{";
  for (const SilverCount& count : counts) {
    json += fmt::format("{}\"{}\":{}", json.size() == 1 ? "" : ",", count.table, value(count));
  }
  return json + "}";
}

// The rows of _silver_batches and _silver_segments of one commit, with their texts.
struct MetaRows {
  Arena arena;
  RowBuffer batch{sizeof(SilverBatchRow)};
  RowBuffer segments{sizeof(SilverSegmentRow)};
};

SilverSegment& RootOf(std::vector<SilverSegment>& segments, std::int64_t id) {
  for (SilverSegment& segment : segments) {
    if (segment.id == id) return segment;
  }
  CHECK(false);
  return segments.front();
}

}  // namespace

std::vector<SilverSegment> WithSpan(std::vector<SilverSegment> segments, const LedgerSpan& span,
                                    std::int64_t new_id) {
  if (const SilverSegment* before = SegmentBefore(segments, span.first)) {
    RootOf(segments, before->root).span.last = span.last;
    return segments;
  }
  segments.push_back({.id = new_id, .span = span, .root = new_id});
  return segments;
}

std::vector<SilverSegment> WithMerge(std::vector<SilverSegment> segments,
                                     const SilverMergePair& pair) {
  RootOf(segments, pair.left).span.last = RootOf(segments, pair.right).span.last;
  for (SilverSegment& segment : segments) {
    if (segment.root == pair.right) segment.root = pair.left;
  }
  return segments;
}

void DescribeSilver(const SilverCommit& commit, const SilverAuthor& author, std::int64_t id,
                    std::int64_t now_micros, const std::optional<Fence>& before,
                    LakeChange& change) {
  const auto rows = std::make_shared<MetaRows>();
  const auto keep = [&](std::string_view text) { return KeepText(rows->arena, text); };
  const LedgerSpan& span = commit.span;
  rows->batch.Append(SilverBatchRow{
      .batch_id =
          keep(fmt::format("{}-{}@{}/{}.{}", span.first, span.last, author.host, now_micros, id)),
      .network = keep(author.network),
      .kind = keep(commit.kind),
      .lo = span.first,
      .hi = span.last,
      .bronze_epoch = commit.bronze_epoch,
      .row_counts =
          keep(JsonOf(commit.counts, [](const SilverCount& c) { return std::to_string(c.rows); })),
      .digests = keep(JsonOf(commit.counts,
                             [](const SilverCount& c) { return fmt::format("\"{}\"", c.digest); })),
      .pipeline_version = keep(author.program),
      .writer = keep(author.host),
      .created_at = Timestamp{now_micros}});
  for (const SilverSegment& segment : commit.segments) {
    rows->segments.Append(SilverSegmentRow{.segment_id = segment.id,
                                           .network = keep(author.network),
                                           .lo = segment.span.first,
                                           .hi = segment.span.last,
                                           .root = segment.root});
  }
  change.rows.push_back({.spec = &kSilverBatches, .rows = {rows, &rows->batch}});
  change.rows.push_back(
      {.spec = &kSilverSegments, .rows = {rows, &rows->segments}, .replace = true});
  change.removals = commit.removals;
  change.fence = before.value_or(Fence{});
  ++change.fence.commits;
  change.fence.updated_micros = now_micros;
  change.message = fmt::format("silver: {} of ledgers {}-{}", commit.kind, span.first, span.last);
}

}  // namespace lake
