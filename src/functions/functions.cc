#include "functions/functions.h"

#include <utility>

#include "functions/function_parts.h"

namespace lake {

Status RegisterFunctions(Connection& connection, const Hash256& network_id) {
  for (std::vector<ScalarFunction> family :
       {AddressFunctions(network_id), StorageFunctions(), MetaFunctions()}) {
    for (ScalarFunction& function : family) {
      TRY(RegisterScalar(connection, std::move(function)));
    }
  }
  return {};
}

}  // namespace lake
