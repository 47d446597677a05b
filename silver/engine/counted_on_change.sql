-- Of states with `versions: on_change`: what says nothing new is no event.
told AS (
    SELECT *
    FROM happened
    WINDOW w AS (PARTITION BY [[keys|, : @]] ORDER BY at_ledger, ended)
    QUALIFY is_prior OR ended OR NOT ($weak) OR NOT coalesce(lag(NOT ended) OVER w, FALSE)
),
counted AS (
    SELECT *
    FROM told
    WINDOW w AS (PARTITION BY [[keys|, : @]] ORDER BY at_ledger, ended)
    QUALIFY is_prior OR ended OR NOT coalesce(lag(NOT ended) OVER w, FALSE)
        OR [[values| OR : @ IS DISTINCT FROM lag(@) OVER w]]
),
