#include "support/lake_place.h"

#include <cstdlib>
#include <filesystem>

namespace lake::testing {

std::string NameOf(CatalogKind catalog, DataPlace data) {
  constexpr const char* kCatalogs[] = {"DuckDb", "Sqlite", "Postgres"};
  return std::string(kCatalogs[static_cast<std::size_t>(catalog)]) +
         (data == DataPlace::kS3 ? "S3" : "Folder");
}

std::unique_ptr<LakePlace> LakePlace::Start(CatalogKind catalog, DataPlace data,
                                            const std::string& gateway) {
  std::unique_ptr<LakePlace> place(new LakePlace(catalog));
  // Programs of a test that is root run as somebody else.
  std::filesystem::permissions(place->folder_.path(), std::filesystem::perms::all);
  if (catalog == CatalogKind::kPostgres) {
    place->postgres_ = PostgresServer::Start();
    if (place->postgres_ == nullptr) return nullptr;
  }
  if (data == DataPlace::kFolder) return place;
  place->gateway_ = S3Gateway::Start(gateway);
  if (place->gateway_ == nullptr) return nullptr;
  for (const auto& [name, value] : place->gateway_->environment()) {
    ::setenv(name.c_str(), value.c_str(), 1);
  }
  return place;
}

LakePlace::~LakePlace() {
  if (gateway_ == nullptr) return;
  for (const auto& variable : gateway_->environment()) ::unsetenv(variable.first.c_str());
}

LakePlace::NewLake LakePlace::Make(const std::string& name) {
  NewLake out;
  const std::string folder = folder_.path().string() + "/" + name;
  if (catalog_ == CatalogKind::kDuckDb) out.options.location = "ducklake:" + folder + ".ducklake";
  if (catalog_ == CatalogKind::kSqlite) {
    out.options.location = "ducklake:sqlite:" + folder + ".sqlite";
  }
  if (catalog_ == CatalogKind::kPostgres) {
    out.options.location = "ducklake:postgres:" + postgres_->CreateDatabase(name);
  }
  out.options.data_path = gateway_ == nullptr ? folder + "_data/" : "s3://bucket/" + name + "/";
  out.data_folder = gateway_ == nullptr ? folder + "_data" : gateway_->bucket_folder() + "/" + name;
  return out;
}

}  // namespace lake::testing
