// The tables that describe the data tables, in the same schema: five of the specification (spec
// 000, contract/tables.yaml `metadata_tables`), two of our own that make commits exact
// (ARCHITECTURE.md, "Guarantees"), the schemas of batches and the quarantine. They are TableSpecs
// like every table, so the same writer fills them.
//
// Names and order of the specification's columns are its own; our additions follow at the end.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "table/table_spec.h"

namespace lake {

// _meta_datasets: one row per dataset the lake has.
struct DatasetRow {
  std::string_view name;
  std::string_view tier;
  std::string_view domain;
  std::string_view purpose;
  std::string_view subject;
  std::string_view grain;
  std::optional<std::int32_t> major_version;
  std::optional<std::int32_t> minor_version;
  std::optional<Timestamp> created_at;
  std::optional<Timestamp> updated_at;
  std::optional<std::string_view> description;
  std::optional<std::string_view> schema_hash;
};

// _meta_lineage: one row per dataset per batch.
struct LineageRow {
  std::int32_t id;
  std::string_view dataset;
  std::optional<std::string_view> partition;
  std::int32_t source_ledger_start;
  std::int32_t source_ledger_end;
  std::string_view pipeline_version;
  std::string_view processor_name;
  std::optional<std::string_view> checksum;
  std::optional<std::int32_t> row_count;
  Timestamp created_at;
  std::optional<std::string_view> era_id;
  std::optional<std::string_view> version_label;
  std::optional<std::string_view> schema_hash;
};

// _meta_quality: one row per executed check per batch.
struct QualityRow {
  std::int64_t id;
  std::string_view dataset;
  std::optional<std::string_view> partition;
  std::string_view check_name;
  std::string_view check_type;
  bool passed;
  std::optional<std::string_view> details;
  std::optional<std::int32_t> row_count;
  std::optional<std::int32_t> null_anomalies;
  Timestamp created_at;
};

// _meta_changes: one row per change of a table's definition.
struct ChangeRow {
  std::int32_t id;
  std::string_view dataset;
  std::string_view change_type;
  std::string_view description;
  std::string_view applied_by;
  Timestamp applied_at;
  std::optional<std::string_view> rollback_sql;
};

// _meta_schemas: one row per column of every schema that batches were written with, so that a later
// version can tell the columns that a digest is over.
struct SchemaRow {
  std::string_view dataset;
  std::string_view schema_hash;
  std::int32_t position;
  std::string_view column_name;
  std::string_view column_type;
  bool digested;
  Timestamp created_at;
};

// _meta_eras: one row per processing epoch of a network.
struct EraRow {
  std::string_view era_id;
  std::string_view network;
  std::string_view version_label;
  std::int64_t ledger_start;
  std::optional<std::int64_t> ledger_end;
  std::optional<std::int32_t> protocol_min;
  std::optional<std::int32_t> protocol_max;
  std::string_view status;
  std::optional<std::string_view> schema_epoch;
  std::optional<std::string_view> pas_chain_head;
  std::optional<Timestamp> created_at;
  std::optional<Timestamp> frozen_at;
};

// _batches: one row per committed batch: what the lake covers, and how its ranges chain.
struct BatchRow {
  std::string_view batch_id;
  std::string_view network;
  std::int64_t lo;
  std::int64_t hi;
  std::string_view first_prev_hash;
  std::string_view last_hash;
  std::string_view source;
  std::string_view pipeline_version;
  Timestamp created_at;
  std::string_view row_counts;
  std::string_view digests;
  std::string_view writer;
};

// _fence: one row per network; its update in every commit is what makes two writers conflict.
struct FenceRow {
  std::string_view network;
  std::int64_t commits;
  std::int64_t epoch;
  std::optional<std::int64_t> watermark;
  Timestamp updated_at;
  std::int64_t last_lineage_id;
  std::int64_t last_quality_id;
};

// _quarantine: one row per ledger that is kept aside because this version could not extract it.
struct QuarantineRow {
  std::int64_t sequence;
  std::string_view network;
  std::int32_t protocol_version;
  std::optional<Timestamp> closed_at;
  std::string_view ledger_hash;
  std::string_view previous_ledger_hash;
  std::string_view reason;
  std::string_view origin;
  std::string_view source;
  std::string_view pipeline_version;
  std::string_view writer;
  Timestamp created_at;
  std::string_view ledger_xdr;
};

extern const TableSpec kMetaDatasets;
extern const TableSpec kMetaLineage;
extern const TableSpec kMetaQuality;
extern const TableSpec kMetaChanges;
extern const TableSpec kMetaSchemas;
extern const TableSpec kMetaEras;
extern const TableSpec kBatches;
extern const TableSpec kFence;
extern const TableSpec kQuarantine;

inline constexpr std::array<const TableSpec*, 9> kMetaTables{
    &kMetaDatasets, &kMetaLineage, &kMetaQuality, &kMetaChanges, &kMetaSchemas,
    &kMetaEras,     &kBatches,     &kFence,       &kQuarantine};

}  // namespace lake
