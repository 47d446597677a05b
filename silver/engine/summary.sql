-- What stands for each key at the end of each root segment.
    SELECT r.root, o.*
    FROM $open o
    JOIN $roots r USING (segment_id)
    ANTI JOIN (SELECT * FROM $delta JOIN $roots USING (segment_id)) d
        ON d.root = r.root AND [[keys| AND : d.@ = o.@]]
    UNION ALL
    SELECT r.root, o.*
    FROM $delta o
    JOIN $roots r USING (segment_id)
    QUALIFY row_number() OVER (PARTITION BY r.root, [[keys|, : o.@]] ORDER BY o.commit_no DESC) = 1
