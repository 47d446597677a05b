// Effects of operations on an account's own settings.
#include <algorithm>
#include <array>

#include "stellar/address.h"
#include "tables/effects_groups.h"

namespace lake {
namespace {

using SetOptions = xdr::SetOptionsOp;

// The network's limit on signers, which XDR enforces, and the master key.
constexpr std::size_t kMaxSigners = 20 + 1;

struct SignerWeight {
  std::string_view key;  // strkey
  std::uint32_t weight;
};

// An account's signers by key, the master key among them unless its weight is 0.
class SignerWeights {
 public:
  SignerWeights(Arena& arena, xdr::AccountEntry account) {
    if (const std::uint8_t weight = account.thresholds().data()[0]; weight > 0) {
      Insert(AccountText(arena, account.accountID()), weight);
    }
    for (const xdr::Signer signer : account.signers()) {
      Insert(SignerKeyText(arena, signer.key()), signer.weight());
    }
  }
  const SignerWeight* begin() const { return signers_.data(); }
  const SignerWeight* end() const { return signers_.data() + size_; }
  const SignerWeight* Find(std::string_view key) const {
    const auto* found =
        std::lower_bound(begin(), end(), key, [](const auto& s, auto k) { return s.key < k; });
    return found != end() && found->key == key ? found : nullptr;
  }

 private:
  void Insert(std::string_view key, std::uint32_t weight) {
    if (size_ == kMaxSigners) return;
    SignerWeight* const last = signers_.data() + size_++;
    SignerWeight* const at = std::upper_bound(signers_.data(), last, key,
                                              [](auto k, const auto& s) { return k < s.key; });
    std::move_backward(at, last, last + 1);
    *at = {key, weight};
  }

  std::array<SignerWeight, kMaxSigners> signers_;
  std::size_t size_ = 0;
};

void AddHomeDomain(EffectWriter& writer, SetOptions op) {
  const auto domain = op.homeDomain();
  if (!domain) return;
  DetailsBuilder details = writer.Details();
  details.Key("home_domain").Text(AsText(*domain));
  writer.Add(EffectType::kAccountHomeDomainUpdated, writer.source(), details.Build());
}

void AddThresholds(EffectWriter& writer, SetOptions op) {
  const auto low = op.lowThreshold();
  const auto medium = op.medThreshold();
  const auto high = op.highThreshold();
  if (!low && !medium && !high) return;
  DetailsBuilder details = writer.Details();
  if (high) details.Key("high_threshold").Number(std::uint64_t{*high});
  if (low) details.Key("low_threshold").Number(std::uint64_t{*low});
  if (medium) details.Key("med_threshold").Number(std::uint64_t{*medium});
  writer.Add(EffectType::kAccountThresholdsUpdated, writer.source(), details.Build());
}

void AddFlags(EffectWriter& writer, SetOptions op) {
  using Flags = xdr::AccountFlags;
  const std::uint32_t set = op.setFlags() ? *op.setFlags() : 0;
  const std::uint32_t cleared = op.clearFlags() ? *op.clearFlags() : 0;
  DetailsBuilder details = writer.Details();
  const auto touches = [&](Flags flag) {
    return ((set | cleared) & static_cast<std::uint32_t>(flag)) != 0;
  };
  const auto sets = [&](Flags flag) { return (cleared & static_cast<std::uint32_t>(flag)) == 0; };
  if (touches(Flags::AUTH_CLAWBACK_ENABLED_FLAG)) {
    details.ClawbackFlag("auth_clawback_enabled_flag", sets(Flags::AUTH_CLAWBACK_ENABLED_FLAG));
  }
  if (touches(Flags::AUTH_IMMUTABLE_FLAG)) {
    details.Key("auth_immutable_flag").Bool(sets(Flags::AUTH_IMMUTABLE_FLAG));
  }
  if (touches(Flags::AUTH_REQUIRED_FLAG)) {
    details.Key("auth_required_flag").Bool(sets(Flags::AUTH_REQUIRED_FLAG));
  }
  if (touches(Flags::AUTH_REVOCABLE_FLAG)) {
    details.Key("auth_revocable_flag").Bool(sets(Flags::AUTH_REVOCABLE_FLAG));
  }
  const EffectDetails built = details.Build();
  if (built.json) writer.Add(EffectType::kAccountFlagsUpdated, writer.source(), built);
}

void AddInflationDestination(EffectWriter& writer, SetOptions op) {
  const auto destination = op.inflationDest();
  if (!destination) return;
  DetailsBuilder details = writer.Details();
  details.Key("inflation_destination").Plain(AccountText(writer.arena(), *destination));
  writer.Add(EffectType::kAccountInflationDestinationUpdated, writer.source(), details.Build());
}

void AddSigner(EffectWriter& writer, EffectType type, const SignerWeight& signer) {
  writer.Add(type, writer.source(),
             writer.Details().Signer("public_key", signer.key).Weight(signer.weight).Build());
}

void AddSignerRemoved(EffectWriter& writer, const SignerWeight& signer) {
  DetailsBuilder details = writer.Details();
  details.Signer("public_key", signer.key).columns().signer_weight = 0;
  writer.Add(EffectType::kSignerRemoved, writer.source(), details.Build());
}

void AddSigners(EffectWriter& writer, xdr::AccountEntry before, xdr::AccountEntry after) {
  const SignerWeights old_signers(writer.arena(), before);
  const SignerWeights new_signers(writer.arena(), after);
  for (const SignerWeight& signer : old_signers) {
    const SignerWeight* const now = new_signers.Find(signer.key);
    if (now == nullptr) {
      AddSignerRemoved(writer, signer);
    } else if (now->weight != signer.weight) {
      AddSigner(writer, EffectType::kSignerUpdated, *now);
    }
  }
  for (const SignerWeight& signer : new_signers) {
    if (old_signers.Find(signer.key) == nullptr) {
      AddSigner(writer, EffectType::kSignerCreated, signer);
    }
  }
}

Status AddSetOptions(EffectWriter& writer) {
  const SetOptions op = writer.body().setOptionsOp();
  AddHomeDomain(writer, op);
  AddThresholds(writer, op);
  AddFlags(writer, op);
  AddInflationDestination(writer, op);
  for (const OperationChange& change : writer.changes()) {
    if (change.entry_type != xdr::LedgerEntryType::ACCOUNT) continue;
    if (change.pre == nullptr || change.post == nullptr) continue;
    AddSigners(writer, change.pre->entry().data().account(), change.post->entry().data().account());
  }
  return {};
}

// Without a change of data there is no effect, where Hubble writes one with the number 0.
Status AddManageData(EffectWriter& writer) {
  for (const OperationChange& change : writer.changes()) {
    if (change.entry_type != xdr::LedgerEntryType::DATA) continue;
    DetailsBuilder details = writer.Details();
    details.Key("name").Text(AsText(writer.body().manageDataOp().dataName()));
    if (change.removed()) {
      writer.Add(EffectType::kDataRemoved, writer.source(), details.Build());
      return {};
    }
    details.Key("value").Base64(change.post->entry().data().data().dataValue());
    writer.Add(change.created() ? EffectType::kDataCreated : EffectType::kDataUpdated,
               writer.source(), details.Build());
    return {};
  }
  return {};
}

Status AddBumpSequence(EffectWriter& writer) {
  for (const OperationChange& change : writer.changes()) {
    if (change.entry_type != xdr::LedgerEntryType::ACCOUNT) continue;
    if (change.pre == nullptr || change.post == nullptr) continue;
    const std::int64_t before = change.pre->entry().data().account().seqNum();
    const std::int64_t after = change.post->entry().data().account().seqNum();
    if (before != after) {
      DetailsBuilder details = writer.Details();
      details.Key("new_seq").Number(after);
      writer.Add(EffectType::kSequenceBumped, writer.source(), details.Build());
    }
    break;
  }
  return {};
}

}  // namespace

Status AddAccountEffects(EffectWriter& writer) {
  switch (writer.body().type()) {
    case xdr::OperationType::SET_OPTIONS:
      return AddSetOptions(writer);
    case xdr::OperationType::MANAGE_DATA:
      return AddManageData(writer);
    default:
      return AddBumpSequence(writer);
  }
}

}  // namespace lake
