#include "stellar/contract_id.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace lake {
namespace {

// An asset or an address of at most 52 bytes, a salt, and their types.
constexpr std::size_t kMaxPreimage = 128;

}  // namespace

Hash256 ContractIdOf(const Hash256& network_id, xdr::ContractIDPreimage preimage) {
  const Bytes encoding = preimage.encoding();
  CHECK(encoding.size() <= kMaxPreimage);
  std::array<std::uint8_t, 4 + 32 + kMaxPreimage> hashed;
  StoreU32(hashed.data(), static_cast<std::uint32_t>(xdr::EnvelopeType::ENVELOPE_TYPE_CONTRACT_ID));
  std::uint8_t* end = std::copy(network_id.begin(), network_id.end(), hashed.data() + 4);
  end = std::copy(encoding.begin(), encoding.end(), end);
  return Sha256({hashed.data(), end});
}

}  // namespace lake
