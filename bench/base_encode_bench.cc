// What one core encodes, hashes and sanitizes in a second, for the sizes that ledgers have: a hash
// (32), a ledger entry (200), a transaction's meta (5,000), a large value (64 KiB).
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "base/base32.h"
#include "base/base64.h"
#include "base/base64_kernels.h"
#include "base/crc16.h"
#include "base/hex.h"
#include "base/hex_kernels.h"
#include "base/json_text.h"
#include "base/sha256.h"

namespace lake {
namespace {

std::vector<std::uint8_t> Input(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  std::uint8_t value = 7;
  for (auto& byte : bytes) byte = value = static_cast<std::uint8_t>(value * 31 + 11);
  return bytes;
}

std::size_t SizeOf(const benchmark::State& state) {
  return static_cast<std::size_t>(state.range(0));
}

template <auto kEncode>
void Encode(benchmark::State& state) {
  const auto bytes = Input(SizeOf(state));
  std::string out(2 * bytes.size() + 8, '\0');
  for (auto _ : state) {
    kEncode(out.data(), bytes);
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

#define SIZES Arg(32)->Arg(200)->Arg(5'000)->Arg(65'536)
BENCHMARK(Encode<EncodeHex>)->Name("hex")->SIZES;
BENCHMARK(Encode<kernels::EncodeHexScalar>)->Name("hex/scalar")->SIZES;
BENCHMARK(Encode<EncodeBase64>)->Name("base64")->SIZES;
BENCHMARK(Encode<kernels::EncodeBase64Scalar>)->Name("base64/scalar")->SIZES;
#if defined(__x86_64__)
BENCHMARK(Encode<kernels::EncodeBase64Avx2>)->Name("base64/avx2")->SIZES;
#endif
BENCHMARK(Encode<EncodeBase32>)->Name("base32")->Arg(35);

void Crc16(benchmark::State& state) {
  const auto bytes = Input(SizeOf(state));
  for (auto _ : state) benchmark::DoNotOptimize(Crc16Xmodem(bytes));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Crc16)->Name("crc16")->Arg(33);

void Hash(benchmark::State& state) {
  const auto bytes = Input(SizeOf(state));
  for (auto _ : state) benchmark::DoNotOptimize(Sha256(bytes));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Hash)->Name("sha256")->SIZES;

void DecodeBase64(benchmark::State& state) {
  const std::string text = Base64(Input(SizeOf(state)));
  for (auto _ : state) benchmark::DoNotOptimize(ParseBase64(text));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(DecodeBase64)->Name("parse_base64")->SIZES;

void QuoteJson(benchmark::State& state) {
  const std::string text(SizeOf(state), 'x');
  std::string out;
  for (auto _ : state) {
    out.clear();
    AppendJsonString(out, text);
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(QuoteJson)->Name("json_string")->Arg(8)->SIZES;

void Sanitize(benchmark::State& state) {
  std::string text;
  while (text.size() < SizeOf(state)) text += "Zürich → 東京 ";
  Arena arena;
  for (auto _ : state) benchmark::DoNotOptimize(SanitizeText(arena, text));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(Sanitize)->Name("sanitize/mixed")->SIZES;

}  // namespace
}  // namespace lake
