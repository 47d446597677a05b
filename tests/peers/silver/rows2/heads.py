"""Silver files: the YAML head and the SELECT of each, with columns as the engine will declare them."""
import functools
import glob
import os
import re

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
CONTRACT = "../shared/contract/silver.yaml"
TABLES_PAGE = "docs/tables.md"
LEDGER = [("ledger_sequence", "BIGINT", False), ("closed_at", "TIMESTAMP", False), ("ledger_range", "BIGINT", False)]
CATEGORIES = "account payment offer trustline claimable sponsorship clawback pool soroban data inflation".split()


def bronze_schema():
    """{table: [(column, type, nullable)]} as the program's own page has it."""
    schema, table = {}, None
    for line in open(TABLES_PAGE):
        if line.startswith("## "):
            table = schema.setdefault(line[3:].strip(), [])
        elif line.startswith("| `") and table is not None:
            cells = [c.strip() for c in line.split("|")]
            table.append((cells[1].split("`")[1], cells[2], cells[3] == "yes"))
    return {t: c for t, c in schema.items() if not t.startswith("_")}


class SilverFile:
    def __init__(self, path):
        self.name = os.path.basename(path)[:-4]
        self.kind = os.path.basename(os.path.dirname(path))
        head, self.select = re.fullmatch(r"/\*---\n(.*?)\n---\*/\n(.*)", open(path).read(), re.S).groups()
        self.head = yaml.safe_load(head)
        self.key, self.inputs = self.head["key"], self.head["inputs"]
        self.columns, self.merge = [], {}
        for column in self.head["columns"]:
            if "use" in column:
                self.columns += LEDGER
                continue
            if "include" in column:
                self.columns += bronze_schema()[column["include"]]
                continue
            assert column["doc"].endswith(".") and ". " not in column["doc"], (self.name, column)
            assert not column.get("nullable") or "NULL" in column["doc"], (self.name, column["name"])
            self.columns.append((column["name"], column["type"], column.get("nullable", False)))
            if "merge" in column:
                self.merge[column["name"]] = column["merge"]
        if self.kind == "agg":
            assert set(self.merge) == {c[0] for c in self.columns} - set(self.key), self.name


def read(kind, folder=HERE):
    return {f.name: f for f in map(SilverFile, sorted(glob.glob(f"{folder}/silver/{kind}/*.sql")))}


@functools.cache
def contract():
    return yaml.load(open(CONTRACT), getattr(yaml, "CSafeLoader", yaml.SafeLoader))["tables"]


def contract_columns(name):
    """[(name, type, nullable, unit)] of the contract's entry."""
    table = next(t for t in contract() if t["name"] == name)
    columns = []
    for column in table["columns"]:
        if "use" in column:
            columns += [(*c, "ledgers" if c[0] == "ledger_sequence" else None) for c in LEDGER]
        elif "include" in column and name.startswith("network"):
            columns += [(f"successful_{c}_operations", "BIGINT", False, None) for c in CATEGORIES]
        elif "include" in column:
            places = ["account", "claimable", "pool", "contract"]
            columns += [(f"opening_{p}", "DECIMAL(38,0)", False, "token units") for p in places]
            columns += [(f"opening_{p}", "BIGINT", False, None) for p in ("holders", "trustlines")]
        else:
            columns.append((column["name"], column["type"], column.get("nullable", False), column.get("unit")))
    return table["key"], columns


def against_contract(silver):
    """Names, types, units and key must be the contract's; gives the differences in nullability."""
    key, wanted = contract_columns(silver.name)
    assert key == silver.key, silver.name
    assert [c[:2] for c in wanted] == [c[:2] for c in silver.columns], \
        (silver.name, [x for x in zip(wanted, silver.columns) if x[0][:2] != x[1][:2]])
    units = {c[0]: c[3] for c in wanted}
    for column in silver.head["columns"]:
        assert "use" in column or units[column["name"]] == column.get("unit"), (silver.name, column["name"])
    return [f"{own[0]} {'NULL' if own[2] else 'not NULL'} here" for w, own in zip(wanted, silver.columns) if w[2] != own[2]]
