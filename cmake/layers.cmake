# One static library per layer of src/layers.txt, linked as it says: lake_source of src/source, lake_source_archive of
# src/source/archive.
set(XDR_GENERATED ${CMAKE_BINARY_DIR}/generated)
set(XDRGEN ${CMAKE_SOURCE_DIR}/tools/xdrgen/xdrgen.py)
file(GLOB XDRGEN_SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/xdrgen/*.py)
set(XDR_OUTPUTS ${XDR_GENERATED}/xdr/views.h ${XDR_GENERATED}/xdr/validate.cc ${XDR_GENERATED}/xdr/size.cc
                ${XDR_GENERATED}/xdr/type_info.cc ${XDR_GENERATED}/xdr/enum_names.cc)
add_custom_command(OUTPUT ${XDR_OUTPUTS}
  COMMAND python3 ${XDRGEN} ${STELLARLAKE_DEPS}/xdr/xdr.json ${XDR_GENERATED}/xdr
  DEPENDS ${XDRGEN_SOURCES} ${STELLARLAKE_DEPS}/xdr/xdr.json VERBATIM)

# Checking and skipping values are chains of small functions of two big files: inlined into each other they take
# half the time. Not where sanitizers make frames large and recursion deep.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT STELLARLAKE_SANITIZE)
  set_source_files_properties(${XDR_GENERATED}/xdr/validate.cc ${XDR_GENERATED}/xdr/size.cc PROPERTIES
    COMPILE_OPTIONS "-O3;--param=max-inline-insns-auto=120;--param=inline-unit-growth=300"
    SKIP_PRECOMPILE_HEADERS ON)
endif()

# The migrations of the hot buffer and its roles, carried by the program.
file(GLOB HOT_MIGRATIONS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/migrations/hot/*.sql)
list(APPEND HOT_MIGRATIONS ${CMAKE_SOURCE_DIR}/deploy/hot/roles.sql)
set(HOT_EMBEDDED ${CMAKE_BINARY_DIR}/generated/hot/embedded_migrations.cc)
add_custom_command(OUTPUT ${HOT_EMBEDDED}
  COMMAND ${CMAKE_COMMAND} -DOUT=${HOT_EMBEDDED} -DHEADER=hot/embedded_migrations.h -DFUNCTION=EmbeddedMigrationFiles
          "-DFILES=${HOT_MIGRATIONS}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
  DEPENDS ${HOT_MIGRATIONS} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake VERBATIM)

# The derived tables, their laws and views: silver/<kind>/<name>.sql.
file(GLOB SILVER_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/silver/*/*.sql)
set(SILVER_EMBEDDED ${CMAKE_BINARY_DIR}/generated/silver/embedded_tables.cc)
add_custom_command(OUTPUT ${SILVER_EMBEDDED}
  COMMAND ${CMAKE_COMMAND} -DOUT=${SILVER_EMBEDDED} -DHEADER=silver/embedded_tables.h -DFUNCTION=EmbeddedSilverFiles
          -DFOLDERS=ON "-DFILES=${SILVER_FILES}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
  DEPENDS ${SILVER_FILES} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake VERBATIM)

set(LAYER_LIBS_base fmt::fmt OpenSSL::Crypto PkgConfig::XXHASH spdlog::spdlog PkgConfig::PROMETHEUS
    Threads::Threads)
set(LAYER_LIBS_duckdb duckdb_c)
set(LAYER_LIBS_flight arrow_flight)
set(LAYER_LIBS_net PkgConfig::CURL lake_proto)
set(LAYER_LIBS_source_bytes PkgConfig::ZSTD)
set(LAYER_LIBS_source_archive PkgConfig::SIMDJSON PkgConfig::EXPAT)
set(LAYER_LIBS_source_rpc PkgConfig::SIMDJSON)
set(LAYER_LIBS_parquet PkgConfig::ZSTD PkgConfig::XXHASH)
set(LAYER_LIBS_app PkgConfig::YAML PkgConfig::HTTPLIB)
set(LAYER_LIBS_postgres PkgConfig::PQ)
set(LAYER_LIBS_silver PkgConfig::YAML)

set_source_files_properties(src/duckdb/extensions.cc PROPERTIES
  COMPILE_DEFINITIONS STELLARLAKE_DEPS="${STELLARLAKE_DEPS}")
# What src/duckdb/extension_pins.h knows its files by.
file(GLOB EXTENSION_FILES CONFIGURE_DEPENDS ${STELLARLAKE_DEPS}/extensions/*.duckdb_extension)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${EXTENSION_FILES})
set(EXTENSION_PINS "")
foreach(file IN LISTS EXTENSION_FILES)
  file(SHA256 ${file} pin)
  string(APPEND EXTENSION_PINS "${pin} ")
endforeach()
set_source_files_properties(src/duckdb/extension_pins.cc PROPERTIES
  COMPILE_DEFINITIONS STELLARLAKE_EXTENSION_PINS="${EXTENSION_PINS}")

file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/generated/precompiled.cc CONTENT "")
add_library(lake_headers OBJECT ${CMAKE_BINARY_DIR}/generated/precompiled.cc)
target_link_libraries(lake_headers PRIVATE lake_options fmt::fmt spdlog::spdlog)
target_precompile_headers(lake_headers PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled.h)

file(STRINGS ${CMAKE_SOURCE_DIR}/src/layers.txt LAYER_LINES REGEX "^[0-9]")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/layers.txt)
foreach(line IN LISTS LAYER_LINES)
  string(REPLACE " " ";" words "${line}")
  list(GET words 1 folder)
  string(REPLACE "/" "_" layer ${folder})
  set(below ${words})
  list(REMOVE_AT below 0 1)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  if(layer STREQUAL "xdr")
    list(APPEND sources ${XDR_OUTPUTS})
  elseif(layer STREQUAL "hot")
    list(APPEND sources ${HOT_EMBEDDED})
  elseif(layer STREQUAL "silver")
    list(APPEND sources ${SILVER_EMBEDDED})
  endif()
  if(NOT sources)
    add_library(lake_${layer} INTERFACE)
    set(scope INTERFACE)
  else()
    add_library(lake_${layer} STATIC ${sources})
    target_link_libraries(lake_${layer} PRIVATE lake_options)
    target_precompile_headers(lake_${layer} REUSE_FROM lake_headers)
    set(scope PUBLIC)
  endif()
  target_include_directories(lake_${layer} ${scope} ${CMAKE_SOURCE_DIR}/src)
  if(layer STREQUAL "xdr")
    target_include_directories(lake_${layer} ${scope} ${XDR_GENERATED})
  endif()
  list(TRANSFORM below REPLACE "/" "_")
  list(TRANSFORM below PREPEND lake_)
  target_link_libraries(lake_${layer} ${scope} ${below} ${LAYER_LIBS_${layer}})
endforeach()
# The layers that see Arrow's headers; they show none of them in headers of theirs that others include.
foreach(layer flight contracts flight_sql)
  target_include_directories(lake_${layer} SYSTEM PRIVATE ${ARROW_HEADERS})
endforeach()
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/base/version.cc PROPERTIES
  COMPILE_DEFINITIONS STELLARLAKE_VERSION="${PROJECT_VERSION}")
