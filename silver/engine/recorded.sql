-- Versions that ended, as merges of segments have left them: of those that were revised the newest word holds.
    SELECT h.*
    FROM $closed h
    ANTI JOIN $revised n
        ON [[keys| AND : n.@ = h.@]] AND n.valid_from_ledger = h.valid_from_ledger AND n.segment_id = h.segment_id
    UNION ALL BY NAME
    SELECT * EXCLUDE (dropped, commit_no)
    FROM (
        SELECT *
        FROM $revised n
        QUALIFY row_number() OVER (PARTITION BY [[keys|, : n.@]], n.valid_from_ledger, n.segment_id ORDER BY n.commit_no DESC) = 1
    )
    WHERE NOT dropped
