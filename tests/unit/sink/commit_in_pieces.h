// A batch that a sink is given as the pipeline does: rows are dropped when the sink has taken them.
#pragma once

#include <utility>
#include <vector>

#include "sink/sink.h"

namespace lake::testing {

// Offers the ledgers of `batch`, `step` at a time, and says how many of them were taken.
inline Result<std::size_t> GiveInPieces(Sink& sink, Batch& batch, std::size_t step) {
  std::size_t taken = 0;
  std::vector<std::unique_ptr<LedgerRows>> all = std::exchange(batch.ledgers, {});
  for (std::size_t i = 0; i < all.size(); ++i) {
    batch.ledgers.push_back(std::move(all[i]));
    if (batch.ledgers.size() % step != 0) continue;
    TRY_ASSIGN(const std::optional<TakenRows> answer, sink.Take(batch, taken));
    for (; answer && taken < batch.ledgers.size(); ++taken) {
      batch.ledgers[taken] = batch.ledgers[taken]->WithoutRows();
    }
  }
  return taken;
}

// Commits a batch of which all but the last ledgers are taken before.
inline Status CommitInPieces(Sink& sink, Batch batch, const std::vector<QualityResult>& quality,
                             std::size_t step) {
  TRY(GiveInPieces(sink, batch, step).status());
  return sink.Commit(batch, quality).status();
}

}  // namespace lake::testing
