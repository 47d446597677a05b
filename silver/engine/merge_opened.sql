-- What stands for each touched key at the end of both.
CREATE OR REPLACE TEMP TABLE ${state}_opened AS
SELECT [[keys: @, ]][[fields: @, ]]ended, end_reason, valid_from_ledger, valid_from, change, begins_life,
    [[previous: previous_@, ]]life_from_ledger, first_ledger, first_closed_at, first_end_reason, [[ends: first_@, ]]
    $left AS segment_id, $commit AS commit_no
FROM ${state}_merged
