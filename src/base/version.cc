#include "base/version.h"

namespace lake {

std::string_view Version() { return STELLARLAKE_VERSION; }

}  // namespace lake
