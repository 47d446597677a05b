#include "source/archive/object_loader.h"

#include <fmt/format.h>

#include <utility>

namespace lake {
namespace {

std::string Names(const ArchiveObject& object) {
  if (object.first == object.last) return fmt::format("ledger {}", object.first);
  return fmt::format("ledgers {} to {}", object.first, object.last);
}

}  // namespace

ObjectLoader::ObjectLoader(std::shared_ptr<ObjectStore> store, std::shared_ptr<BufferPool> pool,
                           std::uint64_t max_output_bytes)
    : store_(std::move(store)),
      objects_(CounterOf(MetricId::kSourceObjects, {store_->Describe()})),
      bytes_(CounterOf(MetricId::kSourceBytes, {store_->Describe()})),
      reader_(std::move(pool), max_output_bytes) {}

Result<LoadedObject> ObjectLoader::Load(const ArchiveObject& object, std::stop_token stop) {
  auto loaded = LoadOnce(object, stop);
  if (loaded.ok()) return loaded;
  return std::move(loaded).Context(fmt::format("{}: {}", Names(object), store_->Describe()));
}

Result<LoadedObject> ObjectLoader::LoadOnce(const ArchiveObject& object, std::stop_token stop) {
  TRY_ASSIGN(const ObjectBytes content, store_->Get(object.key, stop));
  objects_.Add();
  bytes_.Add(static_cast<double>(content.bytes.size()));
  MemoryStream stream(content.bytes);
  TRY(reader_.Open(stream, object.key));
  LoadedObject loaded;
  std::uint64_t expected = object.first;
  while (true) {
    TRY_ASSIGN(auto ledger, reader_.Next());
    if (!ledger) break;
    if (ledger->sequence < kFirstLedger && object.first == kFirstLedger) continue;
    if (ledger->sequence != expected || expected > object.last) {
      return Error{Code::kDataLoss, fmt::format("{}: holds ledger {}, its name promises {}",
                                                object.key, ledger->sequence, Names(object))};
    }
    ++expected;
    loaded.bytes += ledger->xdr.size();
    loaded.ledgers.push_back(std::move(*ledger));
  }
  if (expected != std::uint64_t{object.last} + 1) {
    return Error{Code::kDataLoss, fmt::format("{}: ledger {} is missing in it, {} of {} are there",
                                              object.key, expected, expected - object.first,
                                              std::uint64_t{object.last} - object.first + 1)};
  }
  return loaded;
}

}  // namespace lake
