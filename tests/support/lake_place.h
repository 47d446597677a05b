// Where lakes of a test are: a catalog of any kind, data in a folder or in a bucket. Starts the
// servers that this takes (PostgreSQL, an S3 server) and ends them; what S3 programs must know is
// in the environment while this lives, so there is one at a time.
#pragma once

#include <memory>
#include <string>

#include "duckdb/lake.h"
#include "support/postgres_server.h"
#include "support/s3_gateway.h"
#include "support/temp_folder.h"

namespace lake::testing {

enum class DataPlace { kFolder, kS3 };

// As part of a test's name: "SqliteS3".
std::string NameOf(CatalogKind catalog, DataPlace data);

class LakePlace {
 public:
  // `gateway` is the S3 server's program. Null, with the reason on stderr, when a server is not
  // installed.
  static std::unique_ptr<LakePlace> Start(CatalogKind catalog, DataPlace data,
                                          const std::string& gateway);
  ~LakePlace();
  LakePlace(const LakePlace&) = delete;
  LakePlace& operator=(const LakePlace&) = delete;

  struct NewLake {
    ::lake::LakeOptions options;
    std::string data_folder;  // where its files are found on this machine
  };
  // Of its own, and not made yet. `name` is one word.
  NewLake Make(const std::string& name);

 private:
  explicit LakePlace(CatalogKind catalog) : catalog_(catalog) {}

  const CatalogKind catalog_;
  TempFolder folder_;
  std::unique_ptr<PostgresServer> postgres_;
  std::unique_ptr<S3Gateway> gateway_;
};

}  // namespace lake::testing
