# Third-party packages: Debian's by find_package/pkg-config, the others from the folder that
# tools/deps/install fills from tools/deps/lock.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
find_package(spdlog REQUIRED)
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET prometheus-cpp-core)
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(PQ REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-cpp)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)

if(NOT EXISTS ${STELLARLAKE_DEPS}/duckdb/duckdb.h)
  message(FATAL_ERROR "${STELLARLAKE_DEPS} is not filled: run tools/deps/install (or `make deps`)")
endif()

file(GLOB DUCKDB_ARCHIVES ${STELLARLAKE_DEPS}/duckdb/*.a)
add_library(duckdb_c INTERFACE)
target_include_directories(duckdb_c SYSTEM INTERFACE ${STELLARLAKE_DEPS}/duckdb)
target_link_libraries(duckdb_c INTERFACE
  -Wl,--start-group ${DUCKDB_ARCHIVES} -Wl,--end-group ${CMAKE_DL_LIBS} m Threads::Threads)

# Arrow and Flight of the pyarrow wheel: two libraries by their full names, for those carry a version and nothing else
# does. libparquet of the wheel is not for linking: it exports OpenSSL. Its headers are for few: they are slow.
set(ARROW_HEADERS ${STELLARLAKE_DEPS}/arrow/pyarrow/include)
file(GLOB ARROW_LIBRARY ${STELLARLAKE_DEPS}/arrow/pyarrow/libarrow.so.*)
file(GLOB ARROW_FLIGHT_LIBRARY ${STELLARLAKE_DEPS}/arrow/pyarrow/libarrow_flight.so.*)
if(NOT ARROW_LIBRARY OR NOT ARROW_FLIGHT_LIBRARY)
  message(FATAL_ERROR "${STELLARLAKE_DEPS} has no Arrow: run tools/deps/install (or `make deps`)")
endif()
add_library(arrow_flight INTERFACE)
target_link_libraries(arrow_flight INTERFACE ${ARROW_FLIGHT_LIBRARY} ${ARROW_LIBRARY})
# A program that was copied elsewhere finds them beside it: in lib/ or ../lib/stellarlake.
set(CMAKE_BUILD_RPATH $ORIGIN/lib $ORIGIN/../lib/stellarlake)
