// SQL functions that know Stellar: names of addresses and assets, values of contract storage, what
// an operation's meta says. SELECTs of derived tables are made of them.
//
//   sac_id(asset)                    C... of the contract that `native` or CODE:ISSUER has
//   (CAP-46-6) pool_address(hex)                L... of a pool's id (SEP-23) balance_address(hex)
//   B... of a claimable balance's id, 72 digits with its type muxed_address(account, id)       M...
//   of G... and an id up to 2^63 - 1, or of its decimal text contract_address(hex)            C...
//   of 32 bytes address_of(scval)                strkey of a base64 ScVal that is an address, else
//   NULL base64_text(base64)              the bytes, where they are UTF-8, else NULL
//   scval_json(scval)                JSON of a base64 ScVal, as bronze shows values (D15)
//   contract_entry(xdr)              STRUCT(key, value, executable, wasm_hash); key and value
//   base64 token_metadata(xdr)              STRUCT(name, symbol, decimals, admin) of a contract's
//   instance storage_balance(xdr)             STRUCT(owner, amount, authorized) of a [Balance,
//   address] entry cmp_price(n1, d1, n2, d2)        -1, 0 or 1, exact pool_revocations(meta,
//   envelope, operation)  [STRUCT(pool, asset, amount, balance)] lumen_rise(meta, operation) by how
//   much the accounts' lumens rose in an operation
//
// NULL in, NULL out. A text that is not what the function takes ends the statement with an error
// that names the function, never the text.
#pragma once

#include "base/result.h"
#include "base/sha256.h"
#include "duckdb/database.h"

namespace lake {

// For the database of the connection. `network_id` is the SHA-256 of the passphrase.
Status RegisterFunctions(Connection& connection, const Hash256& network_id);

}  // namespace lake
