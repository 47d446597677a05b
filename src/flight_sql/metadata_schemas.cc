#include "flight_sql/metadata_schemas.h"

#include <arrow/type.h>

#include <string>
#include <utility>

#include "flight_sql/sql_info.h"

namespace lake {
namespace {

using arrow::field;
using Fields = arrow::FieldVector;

std::shared_ptr<arrow::Field> Sure(std::string name, std::shared_ptr<arrow::DataType> type) {
  return field(std::move(name), std::move(type), /*nullable=*/false);
}

Fields TableFields(bool with_schema) {
  Fields fields = {field("catalog_name", arrow::utf8()), field("db_schema_name", arrow::utf8()),
                   Sure("table_name", arrow::utf8()), Sure("table_type", arrow::utf8())};
  if (with_schema) fields.push_back(Sure("table_schema", arrow::binary()));
  return fields;
}

Fields PrimaryKeyFields() {
  return {field("catalog_name", arrow::utf8()), field("db_schema_name", arrow::utf8()),
          Sure("table_name", arrow::utf8()),    Sure("column_name", arrow::utf8()),
          field("key_name", arrow::utf8()),     Sure("key_sequence", arrow::int32())};
}

Fields ForeignKeyFields() {
  return {field("pk_catalog_name", arrow::utf8()), field("pk_db_schema_name", arrow::utf8()),
          Sure("pk_table_name", arrow::utf8()),    Sure("pk_column_name", arrow::utf8()),
          field("fk_catalog_name", arrow::utf8()), field("fk_db_schema_name", arrow::utf8()),
          Sure("fk_table_name", arrow::utf8()),    Sure("fk_column_name", arrow::utf8()),
          Sure("key_sequence", arrow::int32()),    field("fk_key_name", arrow::utf8()),
          field("pk_key_name", arrow::utf8()),     Sure("update_rule", arrow::uint8()),
          Sure("delete_rule", arrow::uint8())};
}

Fields TypeInfoFields() {
  return {Sure("type_name", arrow::utf8()),
          Sure("data_type", arrow::int32()),
          field("column_size", arrow::int32()),
          field("literal_prefix", arrow::utf8()),
          field("literal_suffix", arrow::utf8()),
          field("create_params", arrow::list(Sure("item", arrow::utf8()))),
          Sure("nullable", arrow::int32()),
          Sure("case_sensitive", arrow::boolean()),
          Sure("searchable", arrow::int32()),
          field("unsigned_attribute", arrow::boolean()),
          Sure("fixed_prec_scale", arrow::boolean()),
          field("auto_increment", arrow::boolean()),
          field("local_type_name", arrow::utf8()),
          field("minimum_scale", arrow::int32()),
          field("maximum_scale", arrow::int32()),
          Sure("sql_data_type", arrow::int32()),
          field("datetime_subcode", arrow::int32()),
          field("num_prec_radix", arrow::int32()),
          field("interval_precision", arrow::int32())};
}

Result<Fields> FieldsOf(const SqlCommand& command) {
  switch (command.kind) {
    case SqlCommandKind::kCatalogs:
      return Fields{Sure("catalog_name", arrow::utf8())};
    case SqlCommandKind::kSchemas:
      return Fields{field("catalog_name", arrow::utf8()), Sure("db_schema_name", arrow::utf8())};
    case SqlCommandKind::kTables: {
      TRY_ASSIGN(const auto tables, command.As<flight_sql::CommandGetTables>());
      return TableFields(tables.include_schema());
    }
    case SqlCommandKind::kTableTypes:
      return Fields{Sure("table_type", arrow::utf8())};
    case SqlCommandKind::kPrimaryKeys:
      return PrimaryKeyFields();
    case SqlCommandKind::kForeignKeys:
      return ForeignKeyFields();
    case SqlCommandKind::kSqlInfo:
      return Fields{Sure("info_name", arrow::uint32()), Sure("value", SqlInfoValueType())};
    case SqlCommandKind::kTypeInfo:
      return TypeInfoFields();
    case SqlCommandKind::kStatement:
    case SqlCommandKind::kStatementTicket:
    case SqlCommandKind::kPreparedStatement:
      break;
  }
  return Error{Code::kInternal, "a statement's columns are its own"};
}

}  // namespace

Result<std::shared_ptr<arrow::Schema>> MetadataSchema(const SqlCommand& command) {
  TRY_ASSIGN(Fields fields, FieldsOf(command));
  return arrow::schema(std::move(fields));
}

}  // namespace lake
