// The catalogs a lake can have, for tests that must hold on each of them.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "sink/ducklake_sink.h"
#include "support/lake_probe.h"
#include "support/postgres_server.h"
#include "support/temp_folder.h"
#include "support/tiny_batch.h"

namespace lake::testing {

class LakeCatalogs : public ::testing::TestWithParam<CatalogKind> {
 protected:
  void SetUp() override {
    if (GetParam() == CatalogKind::kDuckDb) {
      lake_.location = folder_.File("lake");
    } else {
      lake_.data_path = folder_.File("data");
      lake_.location = "ducklake:sqlite:" + folder_.File("catalog.sqlite");
    }
    if (GetParam() != CatalogKind::kPostgres) return;
    server_ = PostgresServer::Start();
    if (server_ == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
    lake_.location = "ducklake:postgres:" + server_->CreateDatabase("catalog");
  }

  DuckLakeSinkOptions Options() const {
    return {.writer = {.lake = lake_, .patience_ms = 120'000},
            .tables = TinyTables(),
            .origin = {.network = "pubnet",
                       .source = "a folder",
                       .pipeline_version = "1.2.3",
                       .processor_name = "stellarlake",
                       .writer = "",
                       .era = {}}};
  }
  LakeProbe Probe() const { return LakeProbe(lake_); }

  TempFolder folder_;
  LakeOptions lake_;
  std::unique_ptr<PostgresServer> server_;
};

inline std::string CatalogName(const ::testing::TestParamInfo<CatalogKind>& info) {
  switch (info.param) {
    case CatalogKind::kDuckDb:
      return "DuckDb";
    case CatalogKind::kSqlite:
      return "Sqlite";
    case CatalogKind::kPostgres:
      return "Postgres";
  }
  return "";
}

}  // namespace lake::testing
