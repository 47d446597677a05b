#include "app/docs.h"

#include <gtest/gtest.h>

#include "support/golden.h"

namespace lake {
namespace {

TEST(Docs, ThePagesInTheTreeAreWhatTheProgramWrites) {
  for (const DocPage& page : DocPages()) ExpectGolden("docs/" + std::string(page.file), page.text);
}

}  // namespace
}  // namespace lake
