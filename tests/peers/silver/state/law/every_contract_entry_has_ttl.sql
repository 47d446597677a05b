/*---
doc: "Every storage entry and every code entry of contracts has a TTL entry."
severity: error
when: complete
inputs: [contract_data_current_v1, contract_code_current_v1, contract_ttl_current_v1]
---*/
WITH entries AS (
  SELECT ledger_key_hash, contract_id AS of FROM contract_data_current_v1
  UNION ALL
  SELECT ledger_key_hash, contract_code_hash FROM contract_code_current_v1
)
SELECT e.ledger_key_hash, e.of
FROM entries e
ANTI JOIN contract_ttl_current_v1 t ON t.key_hash = e.ledger_key_hash
