#include "source/archive/s3_listing.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>
#include <system_error>
#include <utility>

#include "net/url_text.h"

namespace lake {
namespace {

constexpr std::size_t kDepthMax = 16;
constexpr std::size_t kTextMax = 16 << 10;  // of one element: keys have at most 1024 bytes
constexpr std::size_t kEntriesMax = 100'000;
constexpr std::size_t kMessageMax = 300;

// Calls `leaf` with the path ("ListBucketResult/Contents/Key") and text of every element, when it
// ends. False: not well-formed, or beyond a bound.
class XmlWalk {
 public:
  using Leaf = std::function<bool(const std::string& path, const std::string& text)>;

  static bool Run(Bytes xml, Leaf leaf) {
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
        XML_ParserCreate(nullptr), &XML_ParserFree);
    if (parser == nullptr || xml.size() > kBytesMax) return false;
    XmlWalk walk(parser.get(), std::move(leaf));
    XML_SetUserData(parser.get(), &walk);
    XML_SetElementHandler(parser.get(), &XmlWalk::OnBegin, &XmlWalk::OnEnd);
    XML_SetCharacterDataHandler(parser.get(), &XmlWalk::OnText);
    XML_SetStartDoctypeDeclHandler(parser.get(), &XmlWalk::OnDoctype);
    const std::string_view text = AsText(xml);
    return XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE) ==
           XML_STATUS_OK;
  }

 private:
  static constexpr std::size_t kBytesMax = std::size_t{64} << 20;

  XmlWalk(XML_Parser parser, Leaf leaf) : parser_(parser), leaf_(std::move(leaf)) {}

  static void OnBegin(void* self_pointer, const XML_Char* name, const XML_Char**) {
    XmlWalk& self = *static_cast<XmlWalk*>(self_pointer);
    if (self.lengths_.size() >= kDepthMax) return self.Stop();
    self.lengths_.push_back(self.path_.size());
    if (!self.path_.empty()) self.path_ += '/';
    self.path_ += name;
    self.text_.clear();
  }
  static void OnEnd(void* self_pointer, const XML_Char*) {
    XmlWalk& self = *static_cast<XmlWalk*>(self_pointer);
    if (!self.leaf_(self.path_, self.text_)) self.Stop();
    self.path_.resize(self.lengths_.back());
    self.lengths_.pop_back();
    self.text_.clear();
  }
  static void OnText(void* self_pointer, const XML_Char* text, int size) {
    XmlWalk& self = *static_cast<XmlWalk*>(self_pointer);
    self.text_.append(text, static_cast<std::size_t>(size));
    if (self.text_.size() > kTextMax) self.Stop();
  }
  // No answer of S3 has one; it is where entities come from.
  static void OnDoctype(void* self_pointer, const XML_Char*, const XML_Char*, const XML_Char*,
                        int) {
    static_cast<XmlWalk*>(self_pointer)->Stop();
  }
  void Stop() { XML_StopParser(parser_, XML_FALSE); }

  XML_Parser parser_;
  Leaf leaf_;
  std::string path_;
  std::string text_;
  std::vector<std::size_t> lengths_;  // of path_, outside of each open element
};

struct Listing {
  ObjectPage page;
  ObjectInfo object;
  bool url_encoded = false;
  bool truncated = false;
  bool is_listing = false;

  bool Take(const std::string& path, const std::string& text) {
    constexpr std::string_view kRoot = "ListBucketResult";
    if (!path.starts_with(kRoot)) return false;
    is_listing = true;
    const std::string_view name = std::string_view(path).substr(kRoot.size());
    if (name == "/Contents/Key") object.key = text;
    if (name == "/Contents/Size") return ParseSize(text);
    if (name == "/Contents") page.objects.push_back(std::exchange(object, {}));
    if (name == "/CommonPrefixes/Prefix") page.folders.push_back(text);
    if (name == "/EncodingType") url_encoded = text == "url";
    if (name == "/IsTruncated") truncated = text == "true";
    if (name == "/NextContinuationToken") page.next_page_token = text;
    return page.objects.size() + page.folders.size() <= kEntriesMax;
  }
  bool ParseSize(const std::string& text) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), object.size);
    return error == std::errc() && end == text.data() + text.size();
  }
};

}  // namespace

Result<ObjectPage> ParseS3Listing(Bytes xml) {
  Listing listing;
  const bool whole = XmlWalk::Run(xml, [&](const std::string& path, const std::string& text) {
    return listing.Take(path, text);
  });
  if (!whole || !listing.is_listing) {
    return Error{Code::kDataLoss,
                 fmt::format("an answer of {} bytes is not a listing of S3", xml.size())};
  }
  ObjectPage& page = listing.page;
  if (listing.truncated == page.next_page_token.empty()) {
    return Error{Code::kDataLoss, "a listing of S3 does not say how it goes on"};
  }
  if (listing.url_encoded) {
    for (ObjectInfo& object : page.objects) object.key = DecodeUrl(object.key);
    for (std::string& folder : page.folders) folder = DecodeUrl(folder);
  }
  const auto without_key = [](const ObjectInfo& object) { return object.key.empty(); };
  if (std::any_of(page.objects.begin(), page.objects.end(), without_key)) {
    return Error{Code::kDataLoss, "a listing of S3 has an object without a key"};
  }
  return std::move(page);
}

S3Error ParseS3Error(Bytes xml) {
  S3Error error;
  const bool whole = XmlWalk::Run(xml, [&](const std::string& path, const std::string& text) {
    if (path == "Error/Code") error.code = text.substr(0, kMessageMax);
    if (path == "Error/Message") error.message = text.substr(0, kMessageMax);
    if (path == "Error/Region") error.region = text.substr(0, kMessageMax);
    return true;
  });
  return whole ? error : S3Error{};
}

}  // namespace lake
