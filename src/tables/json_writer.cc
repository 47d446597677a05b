#include "tables/json_writer.h"

#include "base/base64.h"
#include "base/hex.h"
#include "base/json_text.h"
#include "stellar/integer_text.h"

namespace lake {

// Texts end with a quote, so these three characters at the end are always structure.
void JsonWriter::Separate() {
  if (out_->empty()) return;
  const char last = out_->back();
  if (last != '{' && last != '[' && last != ':') *out_ += ',';
}

JsonWriter& JsonWriter::OpenObject() {
  Separate();
  *out_ += '{';
  return *this;
}

JsonWriter& JsonWriter::CloseObject() {
  *out_ += '}';
  return *this;
}

JsonWriter& JsonWriter::OpenArray() {
  Separate();
  *out_ += '[';
  return *this;
}

JsonWriter& JsonWriter::CloseArray() {
  *out_ += ']';
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  Plain(key);
  *out_ += ':';
  return *this;
}

JsonWriter& JsonWriter::Text(std::string_view text) {
  Separate();
  AppendJsonString(*out_, text);
  return *this;
}

JsonWriter& JsonWriter::Plain(std::string_view text) {
  Separate();
  *out_ += '"';
  *out_ += text;
  *out_ += '"';
  return *this;
}

char* JsonWriter::QuotedRoom(std::size_t size) {
  Separate();
  const std::size_t begin = out_->size();
  out_->resize(begin + size + 2, '"');
  return out_->data() + begin + 1;
}

JsonWriter& JsonWriter::Hex(Bytes bytes) {
  EncodeHex(QuotedRoom(2 * bytes.size()), bytes);
  return *this;
}

JsonWriter& JsonWriter::Base64(Bytes bytes) {
  EncodeBase64(QuotedRoom(Base64Size(bytes.size())), bytes);
  return *this;
}

JsonWriter& JsonWriter::Number(std::int64_t value) {
  char digits[kMaxInt64Text];
  Separate();
  out_->append(digits, WriteInt64(digits, value));
  return *this;
}

JsonWriter& JsonWriter::Number(std::uint64_t value) {
  char digits[kMaxInt64Text];
  Separate();
  out_->append(digits, WriteUint64(digits, value));
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) {
  Separate();
  *out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::Null() {
  Separate();
  *out_ += "null";
  return *this;
}

}  // namespace lake
