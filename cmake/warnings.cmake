# Strict warnings as errors for our code, and the sanitizer and fault-test switches.
option(STELLARLAKE_FUZZ "build the fuzz targets with libFuzzer (clang)" OFF)

add_library(lake_options INTERFACE)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(lake_options INTERFACE
    -Wall -Wextra -Werror -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Wcast-align -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough
    # GCC 12 reports string concatenation as overlapping memory at -O2 and above (GCC bug 105651), and
    # cannot follow std::optional and std::variant members through inlining. Where a precompiled header brought the
    # library it also reports a short string that is moved as an access out of bounds.
    -Wno-restrict -Wno-array-bounds -Wno-stringop-overread -Wno-stringop-overflow
    -Wno-maybe-uninitialized -Wno-null-dereference)
else()  # clang builds our code for fuzzing only; GCC judges it
  target_compile_options(lake_options INTERFACE -w)
endif()
# For every file alike: a precompiled header serves only those that see the same macros.
target_compile_options(lake_options INTERFACE -pthread)
target_compile_definitions(lake_options INTERFACE $<$<BOOL:${STELLARLAKE_CRASH_POINTS}>:STELLARLAKE_CRASH_POINTS>)

if(STELLARLAKE_SANITIZE STREQUAL "address-undefined")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(STELLARLAKE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(STELLARLAKE_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Without these it would keep nothing that uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
