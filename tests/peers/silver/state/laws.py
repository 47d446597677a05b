"""The laws of silver/law on real ledgers, and proof that each of them can fail."""
import argparse
import collections
import os
import random

import bronze
import real
from entry import read_entries, read_head

FOLDER = "silver/law"

# Per law one thing that must not go unseen: a change of a stored row.
TAMPERED = {
    "lumens_add_up": "UPDATE {s}.balances_open_delta_v1 SET balance = balance + 1 WHERE rowid = (SELECT min(rowid) FROM {s}.balances_open_delta_v1 WHERE asset = 'native' AND NOT ended)",
    "pool_shares_add_up": "UPDATE {s}.liquidity_pools_open_delta_v1 SET total_shares = total_shares + 1 WHERE NOT ended",
    "subentries_add_up": "DELETE FROM {s}.trustlines_open_delta_v1 WHERE NOT ended",
    "selling_liabilities_add_up": "UPDATE {s}.offers_open_delta_v1 SET amount = amount + 1 WHERE NOT ended",
    "sponsoring_adds_up": "UPDATE {s}.trustlines_open_delta_v1 SET sponsor = NULL WHERE NOT ended AND sponsor IS NOT NULL",
    "every_contract_entry_has_ttl": "DELETE FROM {s}.contract_ttl_open_delta_v1",
    "signers_agree": "UPDATE {s}.account_signers_open_delta_v1 SET weight = weight + 1 WHERE NOT ended",
    "versions_tile": "DELETE FROM {s}.accounts_open_delta_v1 WHERE NOT ended AND begins_life = FALSE",
    "current_is_bronze": "UPDATE {s}.accounts_open_delta_v1 SET sequence_number = sequence_number + 1 WHERE NOT ended",
}


def read_laws():
    return {name[:-4]: read_head(os.path.join(FOLDER, name)) for name in sorted(os.listdir(FOLDER))}


def failing(connection, schema, entries, head, sql, first, last):
    """Rows that break the law: (state, row)."""
    found = []
    for entry in entries if head.get("each") == "state" else [None]:
        fill = entry.fill if entry else lambda text: text
        for relation in map(fill, head["inputs"]):
            if relation.endswith(("_current_v1", "_history_v1")):
                connection.execute(f"CREATE OR REPLACE TEMP VIEW {relation} AS FROM {schema}.{relation}")
            elif not relation.endswith("_events"):
                bronze.show(connection, [relation], first - 1, last)
        found += [(entry and entry.name, row) for row in connection.execute(fill(sql)).fetchall()]
    return found


def check_lake(name, lake, entries, tables, laws, counts):
    connection = real.connect(name)
    bronze.load(connection, lake, tables)
    first, last, _ = bronze.ledgers(connection)
    bronze.show(connection, real.inputs_of(entries), first - 1, last)
    played = [real.cached(connection, entry) for entry in entries]
    real.play(connection, played, "s0", [(first - 1, last)])
    for law, (head, sql) in laws.items():
        if "complete" in head["when"] and first > 2:
            continue
        rows = failing(connection, "s0", entries, head, sql, first, last)
        counts[law, "lakes"] += 1
        if rows:
            counts[law, "failing"] += 1
            print("FAILS", law, os.path.basename(lake), len(rows), rows[:3], flush=True)
        # A law that is broken on purpose must say so; where there is nothing to break, it stays silent.
        connection.execute("BEGIN")
        changed = connection.execute(TAMPERED[law].format(s="s0")).fetchone()[0]
        seen = failing(connection, "s0", entries, head, sql, first, last) if changed else []
        counts[law, "tampered"] += bool(changed)
        counts[law, "seen"] += len(seen) > len(rows)
        connection.execute("ROLLBACK")
    for entry in entries:
        counts["current", entry.name] += connection.execute(f"SELECT count(*) FROM s0.{entry.name}_current_v1").fetchone()[0]
        counts["history", entry.name] += connection.execute(f"SELECT count(*) FROM s0.{entry.name}_history_v1").fetchone()[0]
    counts["ledgers", ""] += last - first + 1
    connection.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("inputs", nargs="*", default=["pubnet-30820015", "pubnet-53312000", "v26", "lcms-open"])
    parser.add_argument("--chains", type=int, default=1000)
    parser.add_argument("--from-chain", type=int, default=0)
    arguments = parser.parse_args()
    tables = bronze.types()
    entries, laws = read_entries("silver/state", tables), read_laws()
    for name in arguments.inputs:
        counts = collections.Counter()
        for lake in bronze.lakes(real.LAKES, name)[arguments.from_chain:][:arguments.chains]:
            check_lake(name, lake, entries, tables, laws, counts)
        print(name, counts["ledgers", ""], "ledgers")
        for law in laws:
            print("  law", law, {what: counts[law, what] for what in ("lakes", "failing", "tampered", "seen")})
        print("  current", {e.name: counts["current", e.name] for e in entries})
        print("  history", {e.name: counts["history", e.name] for e in entries}, flush=True)


if __name__ == "__main__":
    main()
