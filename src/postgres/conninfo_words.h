// What a connection string becomes before libpq gets it: our defaults where it says nothing.
//
// A server off the loopback is spoken to by TLS only, unless the string or PGSSLMODE says
// otherwise; the death of a network is noticed by keep-alives. Internal to postgres/.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/conninfo.h"

namespace lake {

// Keywords and values for PQconnectStartParams.
using ConnInfoWords = std::vector<std::pair<std::string, std::string>>;

// Whether a host of a connection string, as a name, address or folder, is this machine.
bool IsThisMachine(std::string_view host);

ConnInfoWords WordsForLibpq(const ConnInfo& info, std::string_view application_name);

// "host:port/dbname" for messages, without user and password.
std::string PlaceOf(const ConnInfo& info);

}  // namespace lake
