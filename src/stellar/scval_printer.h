// The recursion behind stellar/scval_json.h: prints one value after the other straight off the XDR.
//
// Every function takes where a value begins and returns where it ends, so nested content is walked
// once however deep it lies. For validated XDR only. One use, one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "xdr/views.h"

namespace lake {

class ScValPrinter {
 public:
  // An entry of a map that was printed.
  struct Entry {
    std::string_view key;  // what it is sorted by, unescaped
    const std::uint8_t* key_at;
    std::size_t begin;  // of `"key":value` in the output
    std::size_t end;
  };
  // What is needed on the way; worth keeping from value to value for its memory.
  struct Scratch {
    Arena texts;
    std::vector<Entry> entries;  // a stack: those of the maps that are being printed
  };

  // Appends to `out`. Both must outlive the printer.
  ScValPrinter(std::string& out, Scratch& scratch) : out_(out), scratch_(scratch) {}

  // One SCVal.
  const std::uint8_t* Value(const std::uint8_t* at);
  // An array of SCVal, as a JSON array.
  const std::uint8_t* Values(const std::uint8_t* at);

 private:
  void Text(std::string_view text) { out_.append(text); }
  void Number(std::int64_t value);
  void Number(std::uint64_t value);
  void Scalar(xdr::SCVal value);
  void LongNumber(xdr::SCVal value);
  void Blob(Bytes bytes);
  void Address(xdr::SCAddress address);
  void Error(xdr::SCError error);
  const std::uint8_t* Map(const std::uint8_t* at);
  const std::uint8_t* MapAsXdr(const std::uint8_t* at);
  const std::uint8_t* Entries(const std::uint8_t* at);
  const std::uint8_t* Key(const std::uint8_t* at, std::string_view& key);
  void SortEntries(std::size_t first);
  const std::uint8_t* Instance(const std::uint8_t* at);
  void Executable(xdr::ContractExecutable executable);

  std::string& out_;
  Scratch& scratch_;
  int key_nesting_ = 0;  // map keys around what is being printed
};

}  // namespace lake
