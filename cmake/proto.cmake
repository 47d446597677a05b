# The wire formats of proto/, compiled by Debian's protoc. Generated code is third-party code to us:
# no warnings, system headers.
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_program(PROTOC protoc REQUIRED)
find_program(GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)

set(PROTO_GENERATED ${CMAKE_BINARY_DIR}/generated/proto)
file(MAKE_DIRECTORY ${PROTO_GENERATED}/proto)
file(GLOB PROTO_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/proto/*.proto)
set(PROTO_SOURCES)
foreach(file IN LISTS PROTO_FILES)
  get_filename_component(name ${file} NAME_WE)
  set(outputs ${PROTO_GENERATED}/proto/${name}.pb.cc ${PROTO_GENERATED}/proto/${name}.grpc.pb.cc)
  add_custom_command(OUTPUT ${outputs}
    COMMAND ${PROTOC} -I ${CMAKE_SOURCE_DIR} --cpp_out=${PROTO_GENERATED} --grpc_out=${PROTO_GENERATED}
            --plugin=protoc-gen-grpc=${GRPC_CPP_PLUGIN} ${file}
    DEPENDS ${file} VERBATIM)
  list(APPEND PROTO_SOURCES ${outputs})
endforeach()
add_library(lake_proto STATIC ${PROTO_SOURCES})
target_include_directories(lake_proto SYSTEM PUBLIC ${PROTO_GENERATED})
target_link_libraries(lake_proto PUBLIC gRPC::grpc++ gRPC::grpc++_reflection protobuf::libprotobuf)
