#include "flight/flight_status.h"

#include <arrow/flight/types.h>
#include <arrow/status.h>

namespace lake {

using arrow::flight::FlightStatusCode;
using arrow::flight::MakeFlightError;

Status FromArrow(const arrow::Status& status) {
  if (status.ok()) return {};
  const Code code = status.IsOutOfMemory() || status.IsCapacityError() ? Code::kResourceExhausted
                    : status.IsInvalid()                               ? Code::kInvalidArgument
                    : status.IsCancelled()                             ? Code::kCancelled
                                                                       : Code::kInternal;
  return {code, status.message()};
}

arrow::Status ToFlight(const Error& error) {
  switch (error.code) {
    case Code::kInvalidArgument:
      return arrow::Status::Invalid(error.message);
    case Code::kNotFound:
      return arrow::Status::KeyError(error.message);
    case Code::kUnavailable:
    case Code::kConflict:
      return MakeFlightError(FlightStatusCode::Unavailable, error.message);
    case Code::kCancelled:
      return arrow::Status::Cancelled(error.message);
    case Code::kDataLoss:
    case Code::kResourceExhausted:
    case Code::kInternal:
      break;
  }
  return MakeFlightError(FlightStatusCode::Internal, error.message);
}

}  // namespace lake
