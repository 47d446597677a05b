#include "support/tiny_batch.h"

#include <fmt/format.h>

#include <mutex>

#include "table/row_digest.h"

namespace lake::testing {
namespace {

constexpr TableSpec OtherSpec() {
  TableSpec spec = kTinySpec;
  spec.name = "tiny_others_row_v1";
  spec.subject = "others";
  spec.major_version = 1;
  return spec;
}
constexpr TableSpec kOtherSpec = OtherSpec();
constexpr Table kThings{.spec = &kTinySpec, .extractor = {}};
constexpr Table kOthers{.spec = &kOtherSpec, .extractor = {}};

}  // namespace

const TableSet& TinyTables() {
  static const TableSet tables{&kThings, &kOthers};
  return tables;
}

Hash256 TinyHash(std::uint32_t sequence) {
  return Sha256(AsBytes(fmt::format("ledger {}", sequence)));
}

Batch MakeTinyBatch(std::uint32_t first, std::uint32_t last, std::size_t rows,
                    const TableSet& tables) {
  static TinyRows texts;
  static std::mutex of_texts;  // tests of two writers make batches on two threads
  const std::lock_guard lock(of_texts);
  Batch batch{.tables = &tables, .ledgers = {}};
  for (std::uint32_t sequence = first; sequence <= last; ++sequence) {
    auto ledger = std::make_unique<LedgerRows>(tables);
    ledger->sequence = sequence;
    ledger->protocol = 23;
    ledger->close_time = 1'700'000'000 + sequence;
    ledger->hash = TinyHash(sequence);
    ledger->previous_hash = TinyHash(sequence - 1);
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const bool sparse = tables[i]->spec->name != kTinySpec.name;
      const std::size_t count = sparse && sequence % 3 != 0 ? 0 : rows;
      ledger->tables[i] = texts.Make(sequence, count);
      ledger->digests[i] = BufferDigester(*tables[i]->spec).Digest(ledger->tables[i]);
    }
    batch.ledgers.push_back(std::move(ledger));
  }
  return batch;
}

}  // namespace lake::testing
