// Names and texts of XDR as SEP-51 writes them. Internal to the JSON view. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "xdr/type_info.h"

namespace lake::xdr {

// "ledgerHeader" as "ledger_header", "txBAD_SEQ" as "tx_bad_seq", "fee1KB" as "fee1_kb".
void AppendSnakeCase(std::string& out, std::string_view name);

// SCV_U32 of SCValType as "u32": without what all names of the enum begin with, up to an
// underscore. An enum of one name keeps it whole.
void AppendMemberName(std::string& out, const TypeInfo& type, const EnumMember& member);

// The text in quotes: ASCII as it is, other bytes as \0, \t, \n, \r or \xNN, and the backslash
// doubled, all of it then escaped as JSON.
void AppendEscapedText(std::string& out, std::string_view text);

}  // namespace lake::xdr
