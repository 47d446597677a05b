// Source text with everything that is not code blanked, for the tidy rules.
#pragma once

#include <string>
#include <string_view>

namespace lake::testing {

// C++: comments, text and character literals (raw ones too) and preprocessor lines but #include
// become blanks; line breaks stay, and so does every other character's place.
std::string StripCpp(std::string_view text);

// Python and shell: comments from a '#' that starts a word to the end of its line are removed.
std::string StripHashComments(std::string_view text);

}  // namespace lake::testing
