// Makes the rows of one operation's effects, numbered in the order in which they are added.
//
// The groups of effects (tables/effects_groups.h) decide what happened to whom; this knows what a
// row looks like. Lives for one operation; one at a time per thread, because the details of all of
// a thread's effects are built in the same scratch memory.
#pragma once

#include "tables/effect_details.h"
#include "tables/effect_type.h"
#include "tables/extractor.h"
#include "tables/operation_changes.h"

namespace lake {

// Whom an effect happened to.
struct EffectParty {
  std::string_view account;               // G...
  std::optional<std::string_view> muxed;  // M..., when the operation named it so
};

class EffectWriter {
 public:
  // `operation` belongs to a successful transaction.
  EffectWriter(const OperationContext& operation, RowSink out);

  const OperationContext& operation() const { return operation_; }
  xdr::OperationBody body() const { return operation_.op.operation.body(); }
  // Of the entry types that effects are about; neither offers nor contract data.
  OperationChanges changes() const { return changes_; }
  Arena& arena() { return out_.arena; }

  // The operation's effective source.
  const EffectParty& source() const { return source_; }
  // None for the source of a transaction in the oldest envelope, which cannot be muxed.
  std::optional<xdr::MuxedAccount> source_account() const { return source_account_; }
  EffectParty Party(xdr::AccountID account);
  EffectParty Party(xdr::MuxedAccount account);

  DetailsBuilder Details() { return DetailsBuilder(out_.arena, scratch_); }
  void Add(EffectType type, const EffectParty& party, const EffectDetails& details);

 private:
  const OperationContext& operation_;
  RowSink out_;
  std::string& scratch_;
  OperationChanges changes_;
  std::optional<xdr::MuxedAccount> source_account_;
  EffectParty source_;
  std::uint64_t operation_id_;
  std::int32_t next_index_ = 0;
};

}  // namespace lake
