#include "serve/ledger_service.h"

#include <fmt/format.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include <utility>

#include "net/grpc_status.h"
#include "net/grpc_token.h"
#include "serve/ledger_stream.h"
#include "serve/serve_metrics.h"

namespace lake {
namespace {

using raw_ledger_service::GetLedgerRangeRequest;
using raw_ledger_service::StreamLedgersRequest;

class FailedStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit FailedStream(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

template <class Message>
bool Parse(const grpc::ByteBuffer* request, Message& message) {
  grpc::ByteBuffer copy(*request);  // reading empties it
  return grpc::SerializationTraits<Message>::Deserialize(&copy, &message).ok();
}

grpc::Status Invalid(const std::string& message) {
  return {grpc::StatusCode::INVALID_ARGUMENT, message};
}

}  // namespace

LedgerService::LedgerService(LedgerHub& hub, RangeReader& ranges, std::string_view token,
                             std::uint32_t max_streams)
    : hub_(hub), ranges_(ranges), token_(token), max_streams_(max_streams) {}

grpc::ServerWriteReactor<grpc::ByteBuffer>* LedgerService::StreamRawLedgers(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  if (grpc::Status admitted = CheckToken(token_, *context); !admitted.ok())
    return new FailedStream(admitted);
  StreamLedgersRequest message;
  if (!Parse(request, message)) return new FailedStream(Invalid("not a StreamLedgersRequest"));
  if (message.start_ledger() == 0) {
    return new FailedStream(Invalid("start_ledger is missing: the first ledger is 1"));
  }
  if (++streams_ > max_streams_) {
    --streams_;
    return new FailedStream({grpc::StatusCode::RESOURCE_EXHAUSTED,
                             fmt::format("{} clients are reading already", max_streams_)});
  }
  return new LedgerStream(hub_, message.start_ledger(), streams_, context->peer());
}

grpc::ServerUnaryReactor* LedgerService::GetLedgerRange(grpc::CallbackServerContext* context,
                                                        const grpc::ByteBuffer* request,
                                                        grpc::ByteBuffer* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  grpc::Status status = CheckToken(token_, *context);
  GetLedgerRangeRequest message;
  if (status.ok() && !Parse(request, message)) status = Invalid("not a GetLedgerRangeRequest");
  if (status.ok() &&
      (message.start_ledger() == 0 || message.end_ledger() < message.start_ledger())) {
    status =
        Invalid(fmt::format("[{}, {}) is not a range: the first ledger is 1, the end is exclusive",
                            message.start_ledger(), message.end_ledger()));
  }
  if (!status.ok()) {
    reactor->Finish(status);
    return reactor;
  }
  ranges_.Read(
      {message.start_ledger(), message.end_ledger(), [context] { return context->IsCancelled(); }},
      [reactor, response, peer = context->peer()](Result<RangeAnswer> answer) {
        const auto fail = [&](const Error& error) {
          NoteFailedCall(peer, error, false);
          reactor->Finish(ToGrpcStatus(error));
        };
        if (!answer.ok()) return fail(answer.error());
        Result<grpc::ByteBuffer> encoded = EncodeLedgerRange(answer->ledgers, answer->latest);
        if (!encoded.ok()) return fail(encoded.error());
        for (const ServedLedger& ledger : answer->ledgers) {
          CountServed("range", ledger.message_bytes);
        }
        *response = std::move(encoded).value();
        reactor->Finish(grpc::Status::OK);
      });
  return reactor;
}

}  // namespace lake
