"""The view that adds partial rows of an aggregate, made from the `merge:` key of each column.

    sum             numbers add up; the type of the column must hold the sum
    sum_or_null     the same, but NULL as soon as one part is NULL or the type cannot hold the sum
    least           the smallest
    greatest        the largest
    {arg_min: c}    the value of the part whose c is smallest; parts without c do not count, the value may be NULL
    {arg_max: c}    the same with the largest c
    {price_max: [n, d, order]}   the value of the part with the highest fraction n/d, of equal ones that with the smallest
                                 order; parts without order do not count
    {price_min: [n, d, order]}   the same with the lowest fraction

`drop_zeros: true` in the head hides merged rows whose numbers are all 0: what corrections took back leaves nothing.

Each is associative and commutative, so parts of parts may be merged as well (fold). Fractions compare by whole part and 126
binary digits behind the point, which tell any two fractions of 63-bit numbers apart.
"""
HALF = 10 ** 19
BITS = 2 ** 63


def expression(column, column_type, merge):
    if merge == "sum":
        return f"sum({column})" if column_type.startswith("DECIMAL") else f"sum({column})::{column_type}"
    if merge == "sum_or_null":
        high, low = f"sum({column}::HUGEINT // {HALF})", f"sum({column}::HUGEINT % {HALF})"
        return (f"CASE WHEN count({column}) = count(*) AND abs({high}) < {HALF} "
                f"THEN TRY_CAST({high} * {HALF} + {low} AS {column_type}) END")
    if merge in ("least", "greatest"):
        return f"{'min' if merge == 'least' else 'max'}({column})"
    (how, by), = merge.items()
    if how in ("arg_min", "arg_max"):
        return f"{how}_null({column}, {by})"
    n, d, order = by
    rest = f"({n} % {d})::HUGEINT * {BITS}"
    direction = " DESC" if how == "price_max" else ""
    keys = [f"{n} // {d}", f"{rest} // {d}", f"{rest} % {d} * {BITS} // {d}"]
    return (f"first({column} ORDER BY {', '.join(k + direction for k in keys)}, {order}) "
            f"FILTER ({order} IS NOT NULL)")


def select(silver, parts):
    columns = [f"{expression(name, kind, silver.merge[name])} AS {name}"
               for name, kind, _ in silver.columns if name not in silver.key]
    merged = f"SELECT {', '.join(silver.key + columns)} FROM {parts} GROUP BY {', '.join(silver.key)}"
    if not silver.head.get("drop_zeros"):
        return merged
    zeros = " AND ".join(f"{c[0]} IS NOT DISTINCT FROM 0" for c in silver.columns if c[0] not in silver.key)
    return f"SELECT * FROM ({merged}) WHERE NOT ({zeros})"
