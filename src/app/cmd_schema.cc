// What tables there are, what their columns mean, and the statements that make them.
#include <fmt/format.h>

#include <array>
#include <set>

#include "app/output.h"
#include "app/run_commands.h"
#include "app/text_table.h"
#include "base/json_text.h"
#include "base/nearest.h"
#include "table/ddl.h"
#include "table/describe.h"
#include "tables/all.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using Names = std::span<const std::string>;

std::string GridOf(const std::vector<std::string>& head,
                   const std::vector<std::vector<std::string>>& rows, bool markdown) {
  std::vector<TextTable::Column> columns;
  for (const std::string& name : head) columns.push_back({name, name == "columns"});
  TextTable table(columns, markdown, 0);
  std::string out;
  for (const std::vector<std::string>& row : rows) table.Add(out, row);
  table.Finish(out);
  return out;
}

constexpr std::string_view kMeta = "meta";
constexpr std::string_view kMetaDoc = "What describes the others; every lake has them.";

using Specs = std::vector<const TableSpec*>;

Specs AllSpecs() {
  Specs specs;
  for (const Table* table : AllTables()) specs.push_back(table->spec);
  specs.insert(specs.end(), kMetaTables.begin(), kMetaTables.end());
  return specs;
}

// As SelectTables, with the tables that describe the others.
Result<Specs> SelectSpecs(Names names) {
  std::vector<std::string> of_data;
  std::set<std::string_view> of_meta;
  for (const std::string& name : names) {
    const std::size_t before = of_meta.size();
    for (const TableSpec* spec : kMetaTables) {
      if (name == spec->name || name == kMeta) of_meta.insert(spec->name);
    }
    if (of_meta.size() == before && !of_meta.contains(name)) of_data.push_back(name);
  }
  Specs specs;
  if (!of_data.empty()) {
    TRY_ASSIGN(const TableSet tables, SelectTables(of_data));
    for (const Table* table : tables) specs.push_back(table->spec);
  }
  for (const TableSpec* spec : kMetaTables) {
    if (of_meta.contains(spec->name)) specs.push_back(spec);
  }
  return specs;
}

std::string ListAsJson() {
  std::string out = "[";
  for (const TableSpec* spec : AllSpecs()) {
    out += out.size() > 1 ? ",\n" : "\n";
    out += DescribeJson(*spec);
  }
  return out + "\n]\n";
}

Result<std::string> List(const Settings& settings, Names names) {
  if (!names.empty()) return Error{Code::kInvalidArgument, "schema list takes no names"};
  if (settings.format == "json") return ListAsJson();
  bool markdown = settings.format == "md";
  std::vector<std::vector<std::string>> tables, groups;
  for (const TableSpec* spec : AllSpecs()) {
    tables.push_back({std::string(spec->name), std::to_string(spec->columns.size()),
                      std::string(spec->group), std::string(spec->doc)});
  }
  for (const TableGroup& group : TableGroups())
    groups.push_back({std::string(group.name), std::string(group.doc)});
  groups.push_back({std::string(kMeta), std::string(kMetaDoc)});
  return GridOf({"table", "columns", "group", "one row per"}, tables, markdown) + "\n" +
         GridOf({"group", "tables"}, groups, markdown);
}

std::string ShowAsText(const TableSpec& spec) {
  std::vector<std::vector<std::string>> rows;
  for (const ColumnSpec& column : spec.columns) {
    std::string type(SqlTypeName(column.type, SqlDialect::kDuckDb));
    if (!column.nullable) type += " NOT NULL";
    std::string meaning(column.doc);
    if (std::string rule = DescribeRule(column); !rule.empty())
      meaning += fmt::format(" ({})", rule);
    if (!column.unit.empty()) meaning += fmt::format(" [{}]", column.unit);
    rows.push_back({std::string(column.name), type, column.key ? "key" : "", meaning});
  }
  return fmt::format("{}: {}\n\n{}", spec.name, spec.doc,
                     GridOf({"column", "type", "key", "meaning"}, rows, false));
}

Result<std::string> Show(const Settings& settings, Names names) {
  if (names.empty())
    return Error{Code::kInvalidArgument, "schema show: name a table; schema list shows them"};
  TRY_ASSIGN(const Specs specs, SelectSpecs(names));
  std::string out = settings.format == "json" ? "[" : "";
  for (const TableSpec* spec : specs) {
    if (settings.format == "json") {
      out += (spec == specs.front() ? "\n" : ",\n") + DescribeJson(*spec);
    } else {
      if (spec != specs.front()) out += '\n';
      out += settings.format == "md" ? DescribeMarkdown(*spec) : ShowAsText(*spec);
    }
  }
  return settings.format == "json" ? out + "\n]\n" : out;
}

std::vector<std::string> DdlOf(const TableSpec& spec, SqlDialect dialect) {
  DdlOptions options;
  options.dialect = dialect;
  std::vector<std::string> statements = {CreateTableSql(spec, options)};
  for (const IndexSql& index : CreateIndexSql(spec, options)) statements.push_back(index.sql);
  if (dialect == SqlDialect::kDuckDb && !spec.partition_column.empty()) {
    statements.push_back(SetPartitionedSql(spec, options));
  }
  for (std::string& comment : CommentSql(spec, options)) statements.push_back(std::move(comment));
  return statements;
}

Result<std::string> Ddl(const Settings& settings, Names names) {
  Specs specs = AllSpecs();
  if (!names.empty()) {
    TRY_ASSIGN(specs, SelectSpecs(names));
  }
  SqlDialect dialect = settings.dialect == "postgres" ? SqlDialect::kPostgres : SqlDialect::kDuckDb;
  std::string out;
  std::string json;
  for (const TableSpec* spec : specs) {
    std::string script;
    for (const std::string& statement : DdlOf(*spec, dialect)) script += statement + ";\n";
    out += (out.empty() ? "" : "\n") + script;
    json += json.empty() ? "{\n" : ",\n";
    AppendJsonString(json, spec->name);
    json += ": ";
    AppendJsonString(json, script);
  }
  if (settings.format == "json") return json + "\n}\n";
  return settings.format == "md" ? "```sql\n" + out + "```\n" : out;
}

struct Verb {
  std::string_view name;
  Result<std::string> (*run)(const Settings&, Names);
};
constexpr std::array kVerbs = {Verb{"list", &List}, Verb{"show", &Show}, Verb{"ddl", &Ddl}};

}  // namespace

Status RunSchema(const Invocation& invocation) {
  constexpr std::string_view kDefaultVerb = "list";
  Names arguments = invocation.arguments;
  std::string_view wanted = arguments.empty() ? kDefaultVerb : std::string_view(arguments[0]);
  std::vector<std::string_view> names;
  for (const Verb& verb : kVerbs) {
    names.push_back(verb.name);
    if (verb.name != wanted) continue;
    TRY_ASSIGN(std::string out,
               verb.run(invocation.settings, arguments.subspan(arguments.empty() ? 0 : 1)));
    return Print(out);
  }
  return Error{Code::kInvalidArgument, fmt::format("schema: \"{}\" is none of list, show, ddl{}",
                                                   wanted, DidYouMean(wanted, names))};
}

}  // namespace lake
