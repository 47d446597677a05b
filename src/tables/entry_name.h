// The natural key of a ledger entry as one text, the way its snapshot table prints it (decision
// D4): G... (account), G...:native or G...:CODE:ISSUER or G...:<pool id> (trustline), offer id,
// G...:name (data), balance id, C...:<key hash> (contract data), code hash, pool id, key hash
// (TTL), setting id.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "xdr/views.h"

namespace lake {

std::string_view EntryName(Arena& arena, xdr::LedgerKey key);

}  // namespace lake
