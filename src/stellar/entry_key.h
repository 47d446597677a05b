// The LedgerKey of a ledger entry. For most types the key's encoding is a prefix of the entry's, so
// it is a view into the ledger; contract data and code have an extension point in between and are
// copied.
#pragma once

#include "base/arena.h"
#include "stellar/ledger_view.h"

namespace lake {

// XDR of the LedgerKey, valid as long as the ledger's bytes and `arena` are.
Bytes EntryKeyXdr(const ChangeRef& change, Arena& arena);
Bytes EntryKeyXdr(xdr::LedgerEntry entry, Arena& arena);

// Whether that is the key of the change's entry. Costs less than making the key: an encoding tells
// where it ends, so an entry that begins like a key has it.
bool HasEntryKey(const ChangeRef& change, Bytes key);

}  // namespace lake
