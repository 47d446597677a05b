#include "net/http_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <new>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/lower_case.h"

namespace lake {
namespace {

constexpr long kRedirectsMax = 5;
constexpr std::size_t kHeaderCountMax = 100;
// How soon a stop or a silence is noticed.
constexpr int kPollMs = 50;

struct HeaderList {
  ~HeaderList() { curl_slist_free_all(list); }
  void Add(const char* line) {
    curl_slist* const longer = curl_slist_append(list, line);
    if (longer == nullptr) throw std::bad_alloc();
    list = longer;
  }
  curl_slist* list = nullptr;
};

// What curl refuses is not ours to decide: its version and build do, and the memory that is left.
Error Refused(CURLcode code, std::string_view what) {
  return {code == CURLE_OUT_OF_MEMORY ? Code::kResourceExhausted : Code::kInternal,
          fmt::format("libcurl: {}: {}", what, curl_easy_strerror(code))};
}

Error Refused(CURLMcode code, std::string_view what) {
  return {code == CURLM_OUT_OF_MEMORY ? Code::kResourceExhausted : Code::kInternal,
          fmt::format("libcurl: {}: {}", what, curl_multi_strerror(code))};
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) {
    text.remove_prefix(1);
  }
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) {
    text.remove_suffix(1);
  }
  return text;
}

std::optional<std::uint64_t> ParseLength(const HttpAnswer& answer) {
  const std::string_view text = answer.header("content-length");
  std::uint64_t value = 0;
  if (text.empty() || text.size() > 18) return std::nullopt;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

}  // namespace

struct HttpSession::Exchange {
  HttpAnswer answer;
  HeaderList headers;
  std::uint64_t max_bytes = 0;
  bool too_large = false;
  bool stopped = false;
  bool silent = false;
  bool running = false;  // added to the connections, and so to be taken out of them
  std::int64_t last_byte_micros = 0;
  char message[CURL_ERROR_SIZE] = {};
};

HttpSession::HttpSession(const NetworkOptions& options)
    : options_(options), multi_(curl_multi_init()) {}

HttpSession::~HttpSession() {
  curl_easy_cleanup(easy_);
  curl_multi_cleanup(multi_);
}

// A used handle keeps what its last transfer left behind, and refuses some options for that.
// Connections stay open all the same: they belong to multi_.
Status HttpSession::RenewHandle() {
  curl_easy_cleanup(easy_);
  easy_ = multi_ == nullptr ? nullptr : curl_easy_init();
  if (easy_ == nullptr) return {Code::kResourceExhausted, "libcurl: no memory for a request"};
  return {};
}

Result<HttpAnswer> HttpSession::Send(const HttpRequest& request, const std::stop_token& stop) {
  Exchange exchange;
  exchange.max_bytes = request.max_bytes;
  TRY(RenewHandle());
  TRY(SetUp(request, exchange));
  Result<CURLcode> performed = Perform(exchange, stop);
  if (exchange.running) curl_multi_remove_handle(multi_, easy_);
  TRY_ASSIGN(const CURLcode code, std::move(performed));
  if (code != CURLE_OK) return DescribeFailure(code, request, exchange);
  long status = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  HttpAnswer& answer = exchange.answer;
  answer.status = static_cast<int>(status);
  const bool chunked = answer.header("transfer-encoding") == "chunked";
  long version = 0;
  curl_easy_getinfo(easy_, CURLINFO_HTTP_VERSION, &version);
  const bool framed = chunked || version >= CURL_HTTP_VERSION_2_0 || ParseLength(answer);
  if (status == 200 && request.method == HttpMethod::kGet && !framed) {
    return Error{Code::kUnavailable, "the end of the answer is not announced: it may be cut short"};
  }
  const std::optional<std::uint64_t> length = ParseLength(answer);
  if (request.method != HttpMethod::kHead && !chunked && length && *length != answer.body.size()) {
    return Error{Code::kUnavailable,
                 fmt::format("{} bytes came of {} announced", answer.body.size(), *length)};
  }
  return std::move(answer);
}

Status HttpSession::SetUp(const HttpRequest& request, Exchange& exchange) {
  for (const std::string& header : request.headers) exchange.headers.Add(header.c_str());
  exchange.headers.Add("Expect:");  // curl would wait for leave to send a body
  CURLcode first_fault = CURLE_OK;
  const auto set = [&](CURLoption option, auto value) {
    const CURLcode code = curl_easy_setopt(easy_, option, value);
    if (first_fault == CURLE_OK) first_fault = code;
  };
  set(CURLOPT_URL, request.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, request.url.starts_with("https:") ? "https" : "http,https");
  set(CURLOPT_FOLLOWLOCATION, request.follow_redirects ? 1L : 0L);
  set(CURLOPT_MAXREDIRS, kRedirectsMax);
  set(CURLOPT_PATH_AS_IS, 1L);  // what is signed is what is sent
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TCP_NODELAY, 1L);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout_ms));
  set(CURLOPT_USERAGENT, "stellarlake");
  set(CURLOPT_HTTPHEADER, exchange.headers.list);
  set(CURLOPT_ERRORBUFFER, exchange.message);
  set(CURLOPT_HEADERFUNCTION, &HttpSession::OnHeader);
  set(CURLOPT_HEADERDATA, &exchange);
  set(CURLOPT_WRITEFUNCTION, &HttpSession::OnBody);
  set(CURLOPT_WRITEDATA, &exchange);
  set(CURLOPT_BUFFERSIZE, 512L << 10);
  if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());
  if (request.method == HttpMethod::kHead) set(CURLOPT_NOBODY, 1L);
  if (request.method == HttpMethod::kPost) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.c_str());
  }
  if (first_fault != CURLE_OK) return Refused(first_fault, "an option of the request");
  return {};
}

Result<CURLcode> HttpSession::Perform(Exchange& exchange, const std::stop_token& stop) {
  if (const CURLMcode code = curl_multi_add_handle(multi_, easy_); code != CURLM_OK) {
    return Refused(code, "starting a request");
  }
  exchange.running = true;
  const std::int64_t idle_limit = std::int64_t{options_.idle_timeout_ms} * 1'000;
  exchange.last_byte_micros = SystemClock().MonotonicMicros();
  CURLcode code = CURLE_ABORTED_BY_CALLBACK;
  for (int running = 1; running > 0;) {
    if (const CURLMcode done = curl_multi_perform(multi_, &running); done != CURLM_OK) {
      return Refused(done, "a request under way");
    }
    int left = 0;
    while (const CURLMsg* const done = curl_multi_info_read(multi_, &left)) {
      if (done->msg == CURLMSG_DONE) code = done->data.result;
    }
    if (running == 0) break;
    exchange.stopped = stop.stop_requested();
    exchange.silent = SystemClock().MonotonicMicros() - exchange.last_byte_micros > idle_limit;
    if (exchange.stopped || exchange.silent) break;
    if (const CURLMcode polled = curl_multi_poll(multi_, nullptr, 0, kPollMs, nullptr);
        polled != CURLM_OK) {
      return Refused(polled, "waiting for an answer");
    }
  }
  return code;
}

Error HttpSession::DescribeFailure(CURLcode code, const HttpRequest& request,
                                   const Exchange& exchange) const {
  if (exchange.stopped) return {Code::kCancelled, "stopped"};
  if (exchange.too_large) {
    return {Code::kResourceExhausted,
            fmt::format("the answer is larger than {} bytes", request.max_bytes)};
  }
  if (exchange.silent) {
    return {Code::kUnavailable, fmt::format("nothing came for {} ms", options_.idle_timeout_ms)};
  }
  const std::string message =
      exchange.message[0] != '\0' ? exchange.message : curl_easy_strerror(code);
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
      return {Code::kInvalidArgument, message};
    default:
      return {Code::kUnavailable, message};
  }
}

std::size_t HttpSession::OnHeader(char* data, std::size_t size, std::size_t count,
                                  void* exchange_pointer) {
  Exchange& exchange = *static_cast<Exchange*>(exchange_pointer);
  exchange.last_byte_micros = SystemClock().MonotonicMicros();
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) exchange.answer = {};  // of a redirect or an interim answer
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return line.size();
  if (exchange.answer.headers.size() >= kHeaderCountMax) return 0;
  exchange.answer.headers.insert_or_assign(LowerCase(Trim(line.substr(0, colon))),
                                           std::string(Trim(line.substr(colon + 1))));
  return line.size();
}

std::size_t HttpSession::OnBody(char* data, std::size_t size, std::size_t count,
                                void* exchange_pointer) {
  Exchange& exchange = *static_cast<Exchange*>(exchange_pointer);
  exchange.last_byte_micros = SystemClock().MonotonicMicros();
  std::vector<std::uint8_t>& body = exchange.answer.body;
  const Bytes bytes = AsBytes({data, size * count});
  if (body.empty()) {
    const std::uint64_t announced = ParseLength(exchange.answer).value_or(0);
    exchange.too_large = announced > exchange.max_bytes;
    if (!exchange.too_large) body.reserve(announced);
  }
  if (bytes.size() > exchange.max_bytes - body.size()) exchange.too_large = true;
  if (exchange.too_large) return CURL_WRITEFUNC_ERROR;
  body.insert(body.end(), bytes.begin(), bytes.end());
  return bytes.size();
}

}  // namespace lake
