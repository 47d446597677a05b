#include "stellar/scval_json.h"

#include "stellar/scval_printer.h"

namespace lake {
namespace {

// What a thread keeps between values, so that the steady state allocates nothing; more, which one
// huge value grew, is given back.
constexpr std::size_t kMaxKeptBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxKeptEntries = kMaxKeptBytes / sizeof(ScValPrinter::Entry);

struct Scratch {
  std::string out;
  ScValPrinter::Scratch printer;
  void Clear() {
    if (out.capacity() > kMaxKeptBytes) out = std::string();
    if (printer.texts.reserved_bytes() > kMaxKeptBytes) printer.texts = Arena();
    if (printer.entries.capacity() > kMaxKeptEntries) printer.entries = {};
    out.clear();
    printer.texts.Reset();
  }
};

Scratch& ThreadScratch() {
  thread_local Scratch scratch;
  return scratch;
}

}  // namespace

std::string_view ScValJson(Arena& arena, xdr::SCVal value) {
  Scratch& scratch = ThreadScratch();
  ScValPrinter(scratch.out, scratch.printer).Value(value.at());
  const std::string_view text = arena.Copy(scratch.out);
  scratch.Clear();
  return text;
}

std::string_view ScValArrayJson(Arena& arena, xdr::Array<xdr::SCVal> values) {
  Scratch& scratch = ThreadScratch();
  ScValPrinter(scratch.out, scratch.printer).Values(values.at());
  const std::string_view text = arena.Copy(scratch.out);
  scratch.Clear();
  return text;
}

}  // namespace lake
