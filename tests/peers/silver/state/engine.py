"""The state engine: batches, merges, folds of all state entries over one connection, as the C++ engine does them.

Every call is one transaction of the caller. Statements come from templates.py and merge.py; here is only their order, and
the bookkeeping of _silver_segments.
"""
import merge
import templates


class Engine:
    def __init__(self, connection, entries, schema="silver"):
        self.connection, self.entries, self.schema = connection, entries, schema
        self.commit_no = 0
        self.statements = 0

    # ---------------------------------------------------------------------------------------------------------- set-up
    def words(self, entry, **more):
        name = f"{self.schema}.{entry.name}"
        words = {
            "history": f"{name}_history_closed_v1", "open": f"{name}_open_v1", "delta": f"{name}_open_delta_v1",
            "history_view": f"{name}_history_v1", "current_view": f"{name}_current_v1", "asof_view": f"{name}_asof",
            "segments": f"{self.schema}._silver_segments", "roots": f"{self.schema}._silver_roots",
        }
        words["right_segments"] = merge.RIGHT_SEGMENTS.replace("$roots", words["roots"]).replace(
            "$right", str(more.get("right")))
        words["summary"] = entry.fill(templates.SUMMARY, **words)
        words["versions"] = entry.fill(templates.VERSIONS, **words)
        return dict(words, **more)

    def run(self, entry, template, **more):
        self.connection.execute(entry.fill(template, **self.words(entry, **more)))
        self.statements += 1

    def create(self):
        self.connection.execute(f"""
            CREATE SCHEMA IF NOT EXISTS {self.schema};
            CREATE TABLE {self.schema}._silver_segments (
                segment_id BIGINT, network VARCHAR, lo BIGINT, hi BIGINT, root BIGINT, seeded_at BIGINT)""")
        first = self.entries[0]
        self.run(first, templates.ROOTS)
        for entry in self.entries:
            self.run(entry, templates.TABLES)
            lives = {"lives": entry.fill(templates.LIVES, **self.words(entry, only="TRUE"))}
            self.run(entry, templates.HISTORY, **lives)
            self.run(entry, templates.CURRENT)
            lives = {"lives": entry.fill(templates.LIVES, **self.words(entry, only="valid_from_ledger <= at_ledger"))}
            self.run(entry, templates.ASOF, **lives)

    # -------------------------------------------------------------------------------------------------------- segments
    def roots(self):
        return self.connection.execute(
            f"SELECT root, lo, hi FROM {self.schema}._silver_roots WHERE segment_id = root ORDER BY lo").fetchall()

    def touching(self):
        roots = self.roots()
        return [(a[0], b[0]) for a, b in zip(roots, roots[1:]) if a[2] + 1 == b[1]]

    def is_complete(self, root):
        return [lo for r, lo, _ in self.roots() if r == root][0] <= 2

    # ---------------------------------------------------------------------------------------------------- transactions
    def batch(self, lo, hi, use=None):
        """Ledgers (lo, hi]; the inputs of the entries show these only. `use(entry)` is called with its changes in place."""
        self.commit_no += 1
        extends = [root for root, _, end in self.roots() if end == lo]
        segment = extends[0] if extends else self.commit_no
        complete = self.is_complete(segment) if extends else lo + 1 <= 2
        for entry in self.entries:
            counted = templates.ON_CHANGE if entry.on_change else templates.ON_LEDGER
            words = {"select": entry.sql, "segment": segment, "commit": self.commit_no, "complete": str(complete).upper(),
                     "counted": entry.fill(counted)}
            for template in templates.BATCH:
                self.run(entry, template, **words)
            if use:
                use(entry)
        if extends:
            self.connection.execute(f"UPDATE {self.schema}._silver_segments SET hi = {hi} WHERE segment_id = {segment}")
        else:
            self.connection.execute(f"INSERT INTO {self.schema}._silver_segments "
                                    f"VALUES ({segment}, 'test', {lo + 1}, {hi}, {segment}, NULL)")

    def merge(self, left, right, use=None):
        """Joins two root segments that touch. `use(entry)` is called with the corrections in place."""
        self.commit_no += 1
        words = {"left": left, "right": right, "commit": self.commit_no,
                 "left_complete": str(self.is_complete(left)).upper()}
        for entry in self.entries:
            for template in merge.MERGE:
                self.run(entry, template, **words)
            if use:
                use(entry)
        segments = f"{self.schema}._silver_segments"
        self.connection.execute(f"""
            UPDATE {segments} SET hi = (SELECT hi FROM {segments} WHERE segment_id = {right}) WHERE segment_id = {left};
            UPDATE {segments} SET root = {left} WHERE root = {right}""")

    def fold(self):
        for entry in self.entries:
            self.run(entry, templates.FOLD)

    # ---------------------------------------------------------------------------------------------------------- digests
    def digest(self, relation):
        columns = [row[0] for row in self.connection.execute(f"DESCRIBE FROM {relation}").fetchall()]
        packed = ", ".join(f"coalesce({c}::VARCHAR, chr(1))" for c in columns)
        return self.connection.execute(
            f"SELECT count(*), bit_xor(md5_number(concat_ws(chr(0), {packed}))), sum(md5_number_lower(concat_ws(chr(0), {packed}))) "
            f"FROM {relation}").fetchone()

    def digests(self):
        return {f"{e.name}_{view}": self.digest(f"{self.schema}.{e.name}_{view}_v1")
                for e in self.entries for view in ("current", "history")}
