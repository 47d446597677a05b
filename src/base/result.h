// Value errors. Every operation that can fail returns Status or Result<T>; nothing throws.
//
// A code names the one reaction a caller has (see the table in code.cc: retry, exit status, HTTP
// and gRPC status). A message grows outward as it travels up: `ledger 53312000: tx 17: op 3: ...`.
// Status and Result are values: movable, not thread-safe, free of allocation when they hold
// success.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"

namespace lake {

enum class Code : unsigned char {
  kInvalidArgument,    // the caller asked for something wrong: usage, config, a bad name
  kNotFound,           // not there (yet): wait for the next ledger, or 404
  kUnavailable,        // may pass: retry with back-off
  kConflict,           // somebody else wrote: re-read, then retry or stop
  kDataLoss,           // bad XDR, hash mismatch, gap: stop and name it, never skip
  kResourceExhausted,  // a bound was hit
  kCancelled,          // asked to stop: clean exit
  kInternal,           // a fault of ours or of a library
};

struct Error {
  Code code;
  std::string message;
};

class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::make_unique<Error>(std::move(error))) {}
  Status(Code code, std::string message) : Status(Error{code, std::move(message)}) {}
  Status(const Status& other)
      : error_(other.error_ ? std::make_unique<Error>(*other.error_) : nullptr) {}
  Status& operator=(const Status& other) {
    error_ = other.error_ ? std::make_unique<Error>(*other.error_) : nullptr;
    return *this;
  }
  Status(Status&&) = default;
  Status& operator=(Status&&) = default;

  bool ok() const { return error_ == nullptr; }
  // Requires: !ok().
  const Error& error() const& {
    CHECK(error_ != nullptr);
    return *error_;
  }
  Error error() && {
    CHECK(error_ != nullptr);
    return std::move(*error_);
  }
  // Puts `where` in front of the message of an error; success passes through.
  Status Context(std::string_view where) &&;

 private:
  std::unique_ptr<Error> error_;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : status_(std::move(error)) {}
  Result(Code code, std::string message) : status_(code, std::move(message)) {}
  Result(Status status) : status_(std::move(status)) { CHECK(!status_.ok()); }

  bool ok() const { return value_.has_value(); }
  const Error& error() const { return status_.error(); }
  Status status() const& { return status_; }
  Status status() && { return std::move(status_); }
  // Require: ok().
  T& value() & {
    CHECK(value_.has_value());
    return *value_;
  }
  const T& value() const& {
    CHECK(value_.has_value());
    return *value_;
  }
  T&& value() && {
    CHECK(value_.has_value());
    return std::move(*value_);
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  Result Context(std::string_view where) && {
    if (!ok()) status_ = std::move(status_).Context(where);
    return std::move(*this);
  }

 private:
  Status status_;
  std::optional<T> value_;
};

#define LAKE_CONCAT_INNER(a, b) a##b
#define LAKE_CONCAT(a, b) LAKE_CONCAT_INNER(a, b)

// Returns from the enclosing function when the Status or Result expression holds an error.
#define TRY(expression)                                                         \
  do {                                                                          \
    if (auto try_status = (expression); !try_status.ok()) {                     \
      return ::lake::Error(try_status.error()); /*copy on the error path only*/ \
    }                                                                           \
  } while (false)

// TRY_ASSIGN(auto x, Function()): declares or assigns from a Result, or returns its error.
#define TRY_ASSIGN(target, expression) \
  TRY_ASSIGN_INNER(LAKE_CONCAT(try_result_, __LINE__), target, expression)
#define TRY_ASSIGN_INNER(result, target, expression)                          \
  auto result = (expression);                                                 \
  if (!result.ok()) return ::lake::Error(std::move(result).status().error()); \
  target = std::move(result).value()

}  // namespace lake
