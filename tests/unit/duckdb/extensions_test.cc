#include "duckdb/extensions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "duckdb/database.h"
#include "duckdb/extension_pins.h"
#include "duckdb/lake.h"
#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

namespace fs = std::filesystem;
using testing::HasMessage;
using testing::IsOk;
using testing::TempFolder;

constexpr std::uint64_t kFileBytesMax = std::uint64_t{64} << 20;

// The signature is the file's end; without it the file is the same program.
class Extensions : public ::testing::Test {
 protected:
  std::string Copy(const std::string& name, bool signed_by_duckdb) {
    const std::string from = ExtensionPath(FindExtensionFolder().value(), name);
    std::string bytes = ReadSmallFile(from, kFileBytesMax).value();
    if (!signed_by_duckdb) bytes.back() = static_cast<char>(bytes.back() ^ 1);
    const std::string to = ExtensionPath(folder_.path().string(), name);
    EXPECT_THAT(WriteFileAtomically(to, bytes), IsOk());
    return to;
  }

  const TempFolder folder_;
};

TEST_F(Extensions, OfTheBuildAreKnownByTheirHash) {
  const std::string whole = Copy("sqlite_scanner", true);
  EXPECT_TRUE(IsPinnedExtension(whole));
  EXPECT_TRUE(IsPinnedExtension(whole)) << "remembered";
  EXPECT_THAT(WriteFileAtomically(whole, "another file in its place"), IsOk());
  EXPECT_FALSE(IsPinnedExtension(whole));
  EXPECT_FALSE(IsPinnedExtension(Copy("sqlite_scanner", false)));
  EXPECT_FALSE(IsPinnedExtension(folder_.File("missing.duckdb_extension")));
  EXPECT_FALSE(IsPinnedExtension(folder_.path().string()));
}

TEST_F(Extensions, ThatAreNeitherPinnedNorSignedAreRefused) {
  const auto database = Database::Open({.extensions = {Copy("sqlite_scanner", false)}});
  ASSERT_FALSE(database.ok());
  EXPECT_THAT(database, HasMessage("extension sqlite_scanner: "));
  EXPECT_THAT(database, HasMessage("signature"));
}

TEST_F(Extensions, AfterTheOwnOnesMustBeSigned) {
  const auto database = Database::Open({.extensions = {Copy("sqlite_scanner", true)}});
  ASSERT_THAT(database, IsOk());
  auto connection = *Connection::Open(*database);
  const TempFolder other;
  const std::string foreign = ExtensionPath(other.path().string(), "httpfs");
  fs::copy_file(Copy("httpfs", false), foreign);
  const Status loaded = connection.Execute("LOAD '" + foreign + "'");
  ASSERT_FALSE(loaded.ok());
  EXPECT_THAT(loaded, HasMessage("signature"));
  EXPECT_FALSE(connection.Execute("SET GLOBAL allow_unsigned_extensions = true").ok());
}

TEST_F(Extensions, OfALakeLeaveItClosed) {
  const auto lake = Lake::Open({.location = "ducklake:sqlite:" + folder_.File("lake.db"),
                                .data_path = folder_.File("data")});
  ASSERT_THAT(lake, IsOk());
  auto connection = *(*lake)->Connect();
  auto rows = connection.Query("SELECT current_setting('allow_unsigned_extensions')::VARCHAR");
  ASSERT_THAT(rows, IsOk());
  ASSERT_THAT(rows->NextSingleRow(), IsOk());
  EXPECT_EQ(rows->Text(0, 0), "false");
}

}  // namespace
}  // namespace lake
