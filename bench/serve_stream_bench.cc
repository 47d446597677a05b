// Ledgers over loopback: our server and our client, beside a bare gRPC stream of the same bytes in
// the same process (raw buffers on both sides, nothing parsed, kept or checked).
#include <benchmark/benchmark.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/server_builder.h>

#include <atomic>
#include <memory>
#include <vector>

#include "base/allocator.h"
#include "base/log.h"
#include "proto/raw_ledger_service.grpc.pb.h"
#include "serve/ledger_server.h"
#include "source/grpc/grpc_source.h"
#include "source/open/open.h"
#include "support/lake_files.h"
#include "support/ledger_clone.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

// One buffer stands for every ledger, so that only the transport is measured.
class SameLedgerSource final : public LedgerSource {
 public:
  explicit SameLedgerSource(std::size_t bytes)
      : content_(std::make_shared<std::vector<std::uint8_t>>(bytes, 'x')) {}
  std::string Describe() const override { return "same"; }
  Result<SourceExtent> Extent() override { return SourceExtent{}; }
  Status Seek(LedgerRange range) override {
    next_ = range.first;
    return {};
  }
  Result<std::optional<RawLedger>> Next() override {
    return std::optional(RawLedger{next_++, *content_, content_, ""});
  }
  void Stop() override {}

 private:
  std::shared_ptr<const std::vector<std::uint8_t>> content_;
  std::uint32_t next_ = 0;
};

class BareStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit BareStream(const grpc::ByteBuffer& message) : message_(message) {
    StartWrite(&message_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    StartWrite(&message_);
  }
  void OnDone() override { delete this; }

 private:
  grpc::ByteBuffer message_;
};

class BareService final : public RawLedgerServiceBase {
 public:
  explicit BareService(std::size_t bytes) {
    const grpc::Slice slice(std::string(bytes, 'x'));
    message_ = grpc::ByteBuffer(&slice, 1);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamRawLedgers(grpc::CallbackServerContext*,
                                                               const grpc::ByteBuffer*) override {
    return new BareStream(message_);
  }
  int port() const { return port_; }

 private:
  grpc::ByteBuffer message_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

void Bare(benchmark::State& state) {
  const auto bytes = static_cast<std::size_t>(state.range(0));
  BareService service(bytes);
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  grpc::GenericStub stub(grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(service.port()),
                                                   grpc::InsecureChannelCredentials(), arguments));
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  auto call =
      stub.PrepareCall(&context, "/raw_ledger_service.RawLedgerService/StreamRawLedgers", &queue);
  void* tag = nullptr;
  bool ok = false;
  grpc::ByteBuffer message;
  call->StartCall(nullptr);
  queue.Next(&tag, &ok);
  call->WriteLast(grpc::ByteBuffer(), {}, nullptr);
  queue.Next(&tag, &ok);
  for (auto _ : state) {
    call->Read(&message, nullptr);
    queue.Next(&tag, &ok);
    if (!ok) state.SkipWithError("the stream ended");
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
  context.TryCancel();
  grpc::Status status;
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  queue.Shutdown();
}

void OursEndToEnd(benchmark::State& state) {
  ConfigureLog(LogLevel::kError, LogFormat::kConsole);
  const auto bytes = static_cast<std::size_t>(state.range(0));
  LedgerServerOptions options;
  options.listen = "127.0.0.1:0";
  auto server = LedgerServer::Start(
      [bytes]() -> Result<std::unique_ptr<LedgerSource>> {
        return std::unique_ptr<LedgerSource>(std::make_unique<SameLedgerSource>(bytes));
      },
      options);
  auto source = OpenGrpcSource("grpc://127.0.0.1:" + std::to_string((*server)->port()), {});
  CHECK((*source)->Seek({1, std::nullopt}).ok());
  for (auto _ : state) {
    const auto ledger = (*source)->Next();
    if (!ledger.ok()) state.SkipWithError(ledger.error().message.c_str());
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

// The same with ledgers that are read from files and decompressed on their way: a lake of one real
// ledger's clones, every time from a new server that has nothing in memory yet.
void OursFromFiles(benchmark::State& state) {
  ConfigureLog(LogLevel::kError, LogFormat::kConsole);
  constexpr std::uint32_t kFirst = 53312000;
  const auto ledgers = static_cast<std::uint32_t>(state.range(0));
  const testing::TempFolder folder;
  std::int64_t bytes = 0;
  {
    testing::LedgerCloner cloner(testing::SampleLedger(kFirst), testing::kPublicPassphrase);
    testing::LakeWriter writer(folder.path(), {});
    for (std::uint32_t i = 0; i < ledgers; ++i) writer.Add(cloner.Next());
    bytes = static_cast<std::int64_t>(writer.raw_bytes());
  }
  for (auto _ : state) {
    auto server = LedgerServer::Start([&folder] { return OpenSource(folder.path().string(), {}); },
                                      {.listen = "127.0.0.1:0"})
                      .value();
    auto source = OpenGrpcSource("grpc://127.0.0.1:" + std::to_string(server->port()), {}).value();
    CHECK(source->Seek({kFirst, kFirst + ledgers - 1}).ok());
    for (std::uint32_t i = 0; i < ledgers; ++i) CHECK(source->Next().ok());
  }
  state.SetBytesProcessed(state.iterations() * bytes);
}

BENCHMARK(Bare)
    ->Arg(10'000)
    ->Arg(372'000)
    ->Arg(1'331'000)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->MinTime(2);
BENCHMARK(OursEndToEnd)
    ->Arg(10'000)
    ->Arg(372'000)
    ->Arg(1'331'000)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->MinTime(2);

BENCHMARK(OursFromFiles)->Arg(400)->MeasureProcessCPUTime()->UseRealTime()->MinTime(2);

}  // namespace
}  // namespace lake

// Memory is kept as the program keeps it, for the bare stream as for ours.
int main(int argc, char** argv) {
  lake::SetUpAllocator();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
