// Names and literals as SQL text, for DuckDB and PostgreSQL alike: the only place that quotes.
//
// Every name that reaches a statement goes through QuoteIdentifier, every text value that cannot be
// bound (DDL, ATTACH, COPY targets) through QuoteLiteral. U+0000, which neither engine accepts and
// at which the C interfaces would cut the statement, is dropped.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace lake {

// "name", with inner double quotes doubled.
std::string QuoteIdentifier(std::string_view name);

// 'text', with inner quotes doubled.
std::string QuoteLiteral(std::string_view text);

// The quoted parts joined by dots; empty parts are left out: {"lake", "", "t"} is "lake"."t".
std::string QualifiedName(std::initializer_list<std::string_view> parts);

}  // namespace lake
