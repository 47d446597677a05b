// The pinned, signed DuckDB extensions that come with the program: where they are and how they are
// loaded. Nothing is ever downloaded. A file is loaded when its hash is the one that the build
// pinned (extension_pins.h), and any other only with DuckDB's signature.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"

namespace lake {

// The folder that holds the extensions, the first that exists of: `configured` (when not empty),
// the environment's STELLARLAKE_EXTENSIONS, "extensions" beside the program, the build's own
// folder. kNotFound says where it looked.
Result<std::string> FindExtensionFolder(const std::string& configured = {});

// Loads <folder>/<name>.duckdb_extension by its signature: ducklake, sqlite_scanner,
// postgres_scanner, httpfs or aws.
Status LoadExtension(Connection& connection, const std::string& folder, std::string_view name);

// What Database::Open does with DatabaseOptions::extensions: loads these files, those that are
// pinned without their signature. From then on the engine loads nothing that is not signed.
Status LoadOwnExtensions(Connection& connection, const std::vector<std::string>& paths);

// Where the extension lies in the folder.
std::string ExtensionPath(const std::string& folder, std::string_view name);

// The version that a loaded extension reports, for `doctor`.
Result<std::string> ExtensionVersion(Connection& connection, std::string_view name);

}  // namespace lake
