#include "parquet/column_encoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/utf8.h"
#include "parquet/run_length.h"

namespace lake {
namespace {

// Kept free before the values of a page for its levels, which are known last.
constexpr std::size_t kLevelsGap = 16;
constexpr std::size_t kPageBytes = std::size_t{1} << 20;
// A dictionary is looked at when it has so many values.
constexpr std::size_t kDistinctMin = 512;
constexpr std::size_t kLargeDictionary = std::size_t{1} << 20;
constexpr std::size_t kDictionaryBytesMax = std::size_t{256} << 20;
// Of one text: sizes of pages are 32-bit numbers.
constexpr std::size_t kTextMax = std::size_t{1} << 30;
// Longer texts are not looked for by their order, and would fill the catalog.
constexpr std::size_t kBoundTextMax = 256;

// A dictionary costs an id for every value and saves a value for every one that repeats.
bool IsWorthless(std::size_t distinct, std::size_t values) {
  return distinct == 0 || distinct * 2 > values;
}

// Booleans as bits.
void AppendBits(Bytes values, ByteBuffer& out) {
  const std::size_t size = (values.size() + 7) / 8;
  std::uint8_t* bits = out.Extend(size);
  std::memset(bits, 0, size);
  for (std::size_t i = 0; i < values.size(); ++i) {
    bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | values[i] << (i % 8));
  }
}

std::size_t TextBytes(const ColumnBlock& block, std::size_t first, std::size_t count) {
  std::size_t bytes = 0;
  for (std::size_t i = first; i < first + count; ++i) {
    if (!block.IsNull(i)) bytes += block.Text(i).size();
  }
  return bytes;
}

std::string PlainNumber(ColumnType type, std::int64_t value) {
  const std::size_t size = type == ColumnType::kBool ? 1
                           : type == ColumnType::kInt32 || type == ColumnType::kUint32
                               ? sizeof(std::int32_t)
                               : sizeof(std::int64_t);
  std::string out(size, '\0');
  std::memcpy(out.data(), &value, size);
  return out;
}

}  // namespace

// False when there are NULLs.
bool ColumnEncoder::AppendLevels(const ColumnBlock& block, std::size_t first, std::size_t count) {
  bool all = true;
  for (std::size_t i = first; column_.nullable && all && i < first + count; ++i) {
    all = !block.IsNull(i);
  }
  if (all) {
    if (!valid_.empty()) valid_.resize(valid_.size() + count, 1);
  } else {
    valid_.resize(levels_, 1);
    for (std::size_t i = first; i < first + count; ++i) {
      valid_.push_back(!block.IsNull(i));
      chunk_.nulls += block.IsNull(i);
    }
  }
  levels_ += count;
  return all;
}

void ColumnEncoder::AppendPlain(std::int64_t value, ByteBuffer& out) const {
  switch (column_.type) {
    case ColumnType::kBool:
      return out.Append(static_cast<std::uint8_t>(value));  // a bit when the page is written
    case ColumnType::kInt32:
    case ColumnType::kUint32:
      return out.AppendNumber(static_cast<std::uint32_t>(value));
    default:
      return out.AppendNumber(value);
  }
}

void ColumnEncoder::BoundNumber(std::int64_t value) {
  if (!bounded_) min_ = max_ = value;
  bounded_ = true;
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
}

void ColumnEncoder::BoundText(std::string_view text) {
  if (!bounded_ || text < min_text_) min_text_ = text.substr(0, kBoundTextMax + 1);
  if (!bounded_ || text > max_text_) max_text_ = text.substr(0, kBoundTextMax + 1);
  bounded_ = true;
}

void ColumnEncoder::AppendNumber(std::int64_t value) {
  if (numbered_) {
    ids_.push_back(numbers_.IdOf(value));
  } else {
    BoundNumber(value);
    AppendPlain(value, plain_);
  }
}

Status ColumnEncoder::AppendText(std::string_view text) {
  if (numbered_) {
    const std::size_t known = texts_.size();
    ids_.push_back(texts_.IdOf(text));
    if (texts_.size() == known) return {};
  }
  if (text.size() > kTextMax) {
    return {Code::kResourceExhausted, fmt::format("column {}: a text is too long", column_.name)};
  }
  if (!IsUtf8(text)) {
    return {Code::kInternal, fmt::format("column {}: a text is not UTF-8", column_.name)};
  }
  BoundText(text);
  if (!numbered_) AppendPlainText(text, plain_);
  return {};
}

template <class Value>
Status ColumnEncoder::AppendValues(const ColumnBlock& block, std::size_t first, std::size_t count) {
  const std::span<const Value> values = block.As<Value>().subspan(first, count);
  const bool all = AppendLevels(block, first, count);
  if constexpr (!std::is_same_v<Value, std::string_view>) {
    if (all && !numbered_) {
      for (const Value value : values) BoundNumber(static_cast<std::int64_t>(value));
      std::memcpy(plain_.Extend(values.size_bytes()), values.data(), values.size_bytes());
      return {};
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (!all && block.IsNull(first + i)) continue;
    if constexpr (std::is_same_v<Value, std::string_view>) {
      TRY(AppendText(values[i]));
    } else {
      AppendNumber(static_cast<std::int64_t>(values[i]));
    }
  }
  return {};
}

void ColumnEncoder::BeginPlain() {
  numbered_ = false;
  if (plain_.empty()) plain_.Extend(kLevelsGap);
}

Status ColumnEncoder::Append(const ColumnBlock& block, std::size_t first, std::size_t count,
                             PageCodec& codec) {
  if (count > 1 && column_.type == ColumnType::kText &&
      TextBytes(block, first, count) > kPageBytes) {
    const std::size_t half = count / 2;
    TRY(Append(block, first, half, codec));
    return Append(block, first + half, count - half, codec);
  }
  texts_.Forget();
  if (!numbered_ || column_.type == ColumnType::kBool) BeginPlain();
  switch (column_.type) {
    case ColumnType::kBool:
      TRY(AppendValues<bool>(block, first, count));
      break;
    case ColumnType::kInt32:
      TRY(AppendValues<std::int32_t>(block, first, count));
      break;
    case ColumnType::kUint32:
      TRY(AppendValues<std::uint32_t>(block, first, count));
      break;
    case ColumnType::kInt64:
    case ColumnType::kTimestamp:
      TRY(AppendValues<std::int64_t>(block, first, count));
      break;
    case ColumnType::kText:
      TRY(AppendValues<std::string_view>(block, first, count));
      break;
  }
  const std::size_t dictionary = texts_.plain().size();
  const bool large = distinct() >= kDistinctMin || dictionary >= kLargeDictionary;
  const bool worthless = large && IsWorthless(distinct(), ids_.size());
  if (numbered_ && (worthless || dictionary >= kDictionaryBytesMax)) GiveUpDictionary();
  if (!numbered_ && plain_.size() >= kPageBytes) FlushPage(false, codec);
  return {};
}

// What was numbered so far becomes the page under way.
void ColumnEncoder::GiveUpDictionary() {
  BeginPlain();
  for (const std::uint32_t id : ids_) {
    if (column_.type == ColumnType::kText) {
      plain_.Append(AsBytes(texts_.plain(id)));
    } else {
      AppendPlain(numbers_.values()[id], plain_);
    }
  }
  for (const std::int64_t value : numbers_.values()) BoundNumber(value);
  ids_.clear();
  numbers_.Clear();
  texts_.Clear();
}

void ColumnEncoder::AddDictionaryPage(PageCodec& codec) {
  if (column_.type == ColumnType::kText) {
    return AppendDictionaryPage(texts_.plain(), texts_.size(), codec, chunk_);
  }
  page_.Clear();
  for (const std::int64_t value : numbers_.values()) {
    BoundNumber(value);
    AppendPlain(value, page_);
  }
  AppendDictionaryPage(page_.bytes(), numbers_.size(), codec, chunk_);
}

void ColumnEncoder::FlushPage(bool ids, PageCodec& codec) {
  if (levels_ == 0) return;
  page_.Clear();
  page_.AppendNumber(std::uint32_t{0});
  if (valid_.empty()) {
    AppendRun(1, levels_, 1, page_);
  } else {
    AppendRunLength(std::span<const std::uint8_t>(valid_), 1, page_);
  }
  const auto level_bytes = static_cast<std::uint32_t>(page_.size() - sizeof(std::uint32_t));
  std::memcpy(page_.data(), &level_bytes, sizeof level_bytes);
  AppendDataPage(ids ? PageOfIds() : PageOfValues(), levels_, ids, codec, chunk_);
  chunk_.values += levels_;
  levels_ = 0;
  valid_.clear();
  plain_.Clear();
}

// Behind the levels, which stand in page_.
Bytes ColumnEncoder::PageOfIds() {
  const int bits = IdBits(distinct());
  page_.Append(static_cast<std::uint8_t>(bits));
  AppendRunLength(std::span<const std::uint32_t>(ids_), bits, page_);
  return page_.bytes();
}

Bytes ColumnEncoder::PageOfValues() {
  const std::size_t levels = page_.size();
  if (column_.type == ColumnType::kBool) {
    AppendBits(plain_.bytes().subspan(kLevelsGap), page_);
  } else if (levels > kLevelsGap) {
    page_.Append(plain_.bytes().subspan(kLevelsGap));
  } else {
    // Few values are copied then, instead of all.
    std::memcpy(plain_.data() + kLevelsGap - levels, page_.data(), levels);
    return plain_.bytes().subspan(kLevelsGap - levels);
  }
  return page_.bytes();
}

void ColumnEncoder::SetBounds() {
  chunk_.bounds.known = bounded_;
  if (!bounded_) return;
  if (column_.type == ColumnType::kText) {
    chunk_.bounds.known = min_text_.size() <= kBoundTextMax && max_text_.size() <= kBoundTextMax;
    chunk_.bounds.min = std::exchange(min_text_, {});
    chunk_.bounds.max = std::exchange(max_text_, {});
  } else {
    chunk_.bounds.min = PlainNumber(column_.type, min_);
    chunk_.bounds.max = PlainNumber(column_.type, max_);
  }
}

ColumnChunk ColumnEncoder::Take(PageCodec& codec) {
  if (numbered_ && IsWorthless(distinct(), ids_.size())) GiveUpDictionary();
  if (numbered_) AddDictionaryPage(codec);
  FlushPage(numbered_, codec);
  SetBounds();
  numbered_ = true;
  bounded_ = false;
  ids_.clear();
  numbers_.Clear();
  texts_.Clear();
  return std::exchange(chunk_, {});
}

}  // namespace lake
