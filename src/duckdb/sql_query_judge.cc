#include "duckdb/sql_query_judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/lower_case.h"
#include "duckdb/sql_allowed.h"

namespace lake {
namespace {

using nlohmann::json;

constexpr std::string_view kMainCatalog = "system";
constexpr std::string_view kParserError = "Parser Error";

Error Refused(std::string_view what, std::string_view name) {
  return {Code::kInvalidArgument, fmt::format("{} {} is not for reading", what, name)};
}

// A text of the object, in lower case; "" when it has none.
std::string Field(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? LowerCase(found->get<std::string>()) : "";
}

// What a query may name.
struct Known {
  SqlAudience audience;
  const std::set<std::string, std::less<>>& functions;
  const std::set<std::string, std::less<>>& macros;
  const std::set<std::string, std::less<>>& views;
};

// The nodes of a parse tree that name something outside of the query.
class Walk {
 public:
  explicit Walk(const Known& known) : known_(known) {}

  // Without recursion: how deep a tree is its author decides.
  Status Run(const json& root) {
    std::vector<const json*> open = {&root};
    while (!open.empty()) {
      const json& node = *open.back();
      open.pop_back();
      if (node.is_object()) TRY(Visit(node));
      if (!node.is_structured()) continue;
      for (const json& child : node) open.push_back(&child);
    }
    return {};
  }

 private:
  Status Visit(const json& node) {
    const std::string kind = Field(node, "class");
    const std::string type = Field(node, "type");
    if (kind == "function") {
      // The call of a FROM clause is judged with its table reference.
      if (table_calls_.erase(&node) > 0) return {};
      return Scalar(node);
    }
    if (kind == "window") return Window(node);
    if (!kind.empty()) return {};
    if (type == "table_function") return TableCall(node);
    if (type == "base_table") return Table(node);
    if (type == "show_ref") return Shown(node);
    return {};
  }

  // A qualification may be a column: `memo.upper()` is `upper(memo)`.
  Status Scalar(const json& node) const {
    const std::string name = Field(node, "function_name");
    const bool metadata =
        IsMetadataCatalog(Field(node, "catalog")) || IsMetadataCatalog(Field(node, "schema"));
    const bool known =
        known_.functions.contains(name) || known_.macros.contains(name) || name == "unnest";
    if (!metadata && known && !IsRefusedScalar(name)) return {};
    return Refused("the function", name);
  }

  Status Window(const json& node) const {
    const std::string name = Field(node, "function_name");
    const bool plain = Field(node, "schema").empty() || Field(node, "schema") == "main";
    if (plain && (IsWindowFunction(name) || known_.functions.contains(name))) return {};
    return Refused("the function", name);
  }

  Status TableCall(const json& node) {
    const auto call = node.find("function");
    if (call == node.end() || !call->is_object()) return Refused("a call", "of this kind");
    table_calls_.insert(&*call);
    const std::string name = Field(*call, "function_name");
    const std::string catalog = Field(*call, "catalog");
    const std::string schema = Field(*call, "schema");
    const bool own = (catalog.empty() || catalog == kMainCatalog) &&
                     (schema.empty() || schema == "main" || schema == "pg_catalog");
    if (own && (IsAllowedTableFunction(name, known_.audience) || known_.macros.contains(name))) {
      return {};
    }
    const bool metadata = IsMetadataCatalog(catalog) || IsMetadataCatalog(schema);
    if (!own && !metadata && IsAllowedLakeFunction(name, known_.audience)) return {};
    return Refused("the function", name);
  }

  bool IsHiddenView(std::string_view name) const {
    const bool brought = known_.audience == SqlAudience::kStranger && known_.views.contains(name);
    return IsRefusedView(name) || (brought && !IsViewForStrangers(name));
  }

  Status Table(const json& node) const {
    const std::string name = Field(node, "table_name");
    const std::string schema = Field(node, "schema_name");
    const std::string catalog = Field(node, "catalog_name");
    if (IsHiddenView(name)) return Refused("the view", name);
    if (known_.audience == SqlAudience::kStranger) return TableOfStranger(name, schema, catalog);
    if (!IsMetadataCatalog(catalog) && !IsMetadataCatalog(schema)) return {};
    // Behind the catalog may be a whole server, with the tables of its system.
    const bool inside = catalog.empty() || schema.empty() || schema == "main" || schema == "public";
    if (inside && name.starts_with("ducklake_")) return {};
    return Refused("the table", name);
  }

  // The catalog's own tables have where files are, and maybe what they are encrypted with.
  static Status TableOfStranger(std::string_view name, std::string_view schema,
                                std::string_view catalog) {
    if (IsMetadataCatalog(catalog) || IsMetadataCatalog(schema)) return Refused("the table", name);
    const bool qualified = !schema.empty() || !catalog.empty();
    if (MayNameFile(name, qualified) || MayNameFile(schema, false) || MayNameFile(catalog, false)) {
      return Refused("the file", name);
    }
    return {};
  }

  Status Shown(const json& node) const {
    const std::string name = Field(node, "table_name");
    for (std::string_view part : {"catalog_name", "schema_name"}) {
      if (IsMetadataCatalog(Field(node, part.data()))) return Refused("the catalog", name);
    }
    return IsHiddenView(name) ? Refused("the view", name) : Status();
  }

  const Known& known_;
  std::set<const json*> table_calls_;
};

}  // namespace

Result<std::unique_ptr<SqlQueryJudge>> SqlQueryJudge::Make(SqlAudience audience) {
  TRY_ASSIGN(std::shared_ptr<Database> database, Database::Open({.threads = 1}));
  TRY_ASSIGN(Connection connection, Connection::Open(std::move(database)));
  std::unique_ptr<SqlQueryJudge> judge(new SqlQueryJudge(std::move(connection), audience));
  TRY(judge->ReadFunctions());
  TRY(judge->ReadViews());
  return judge;
}

Status SqlQueryJudge::ReadFunctions() {
  TRY_ASSIGN(QueryResult rows,
             connection_.Query("SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE "
                               "function_type IN ('scalar', 'aggregate', 'macro')"));
  return ForEachRow(rows, [&](std::size_t row) {
    functions_.emplace(rows.Text(0, row));
    return Status();
  });
}

Status SqlQueryJudge::ReadViews() {
  TRY_ASSIGN(QueryResult rows, connection_.Query("SELECT DISTINCT lower(view_name) FROM "
                                                 "duckdb_views() WHERE internal"));
  return ForEachRow(rows, [&](std::size_t row) {
    views_.emplace(rows.Text(0, row));
    return Status();
  });
}

void SqlQueryJudge::AllowMacro(std::string name) { macros_.insert(LowerCase(name)); }

Result<std::string> SqlQueryJudge::TreeOf(const std::string& sql) {
  TRY_ASSIGN(Statement parse,
             connection_.Prepare("SELECT json_serialize_sql(?::VARCHAR, skip_default := true, "
                                 "skip_empty := true, skip_null := true)::VARCHAR"));
  TRY_ASSIGN(QueryResult rows, parse.Bind(1, sql).Execute());
  TRY(rows.NextSingleRow());
  return std::string(rows.Text(0, 0));
}

Status SqlQueryJudge::CheckSyntax(const std::string& sql) {
  Status judged = Judge(sql);
  const bool wrong = !judged.ok() && judged.error().message.starts_with(kParserError);
  return wrong ? judged : Status();
}

Status SqlQueryJudge::Judge(const std::string& query) {
  TRY_ASSIGN(const std::string text, TreeOf(query));
  const json tree = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!tree.is_object() || !tree.contains("error")) {
    return {Code::kInternal, "DuckDB's parse tree cannot be read"};
  }
  if (tree["error"] != false) {
    if (Field(tree, "error_type") != "parser") return {Code::kInvalidArgument, ""};
    return {Code::kInvalidArgument,
            fmt::format("{}: {}", kParserError, tree.value("error_message", std::string()))};
  }
  const auto statements = tree.find("statements");
  if (statements == tree.end() || statements->size() != 1) return {Code::kInvalidArgument, ""};
  const Known known{audience_, functions_, macros_, views_};
  return Walk(known).Run(*statements);
}

}  // namespace lake
