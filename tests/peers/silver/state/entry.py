"""A state entry: silver/state/<name>.sql read, and the templates of the engine filled in for it.

A template is SQL with two kinds of holes:
    $word, ${word}        a word of the entry or of the call: $state, $open, $segment ...
    [[list: text]]        text once per column of a list, `@` its name; `[[list|sep: text]]` puts sep between them
Lists: keys; values; carried; fields (values and carried); ends; previous; columns (all that are declared, in order).
"""
import os
import re

import yaml

HEAD = re.compile(r"/\*---\n(.*?)\n---\*/\n(.*)", re.S)
HOLE = re.compile(r"\[\[(\w+)(?:\|(.*?))?: (.*?)\]\]", re.S)


def read_head(path):
    with open(path) as file:
        head, sql = HEAD.match(file.read()).groups()
    return yaml.safe_load(head), sql


class Entry:
    def __init__(self, name, head, sql, bronze_types):
        self.name, self.head, self.sql = name, head, sql
        self.types, self.docs, self.nullable = {}, {}, set()
        for column in head["columns"]:
            if "include" in column:  # columns of bronze, as they are there
                table = bronze_types[column["include"]]
                for included in column.get("columns", table):
                    self.types[included] = table[included]
                    self.nullable.add(included)
            else:
                self.types[column["name"]] = column["type"]
                if column.get("nullable"):
                    self.nullable.add(column["name"])
        keys, ends, carried = head["key"], head.get("ends", []), head.get("carried", [])
        fields = [c for c in self.types if c not in keys and c not in ends]
        values = [c for c in fields if c not in carried]
        on_change = head.get("versions") == "on_change"
        self.weak = head.get("weak", "FALSE")
        self.on_change = on_change
        self.lists = {"keys": keys, "values": values, "carried": carried, "fields": fields, "ends": ends,
                      "previous": head.get("previous", []), "columns": list(self.types)}
        # A version that a merge drops for being weak was the predecessor of the next one: nothing may tell of it.
        assert not (self.lists["previous"] and self.weak != "FALSE")
        assert on_change or self.weak == "FALSE"
        self.words = {"state": name, "weak": self.weak, "on_change": str(on_change).upper(),
                      "drops_tombstones": "FALSE" if carried else "TRUE"}
        for column, column_type in self.types.items():
            self.words["type_" + column] = column_type
            self.words["shown_" + column] = f"known_{column} AS {column}" if column in carried else column
            self.words["stored_" + column] = f"NULL::{column_type} AS {column}" if column in ends else column

    def fill(self, template, **words):
        def columns(match):
            name, separator, text = match.groups()
            return (separator or "").join(text.replace("@", column) for column in self.lists[name])

        words = dict(self.words, **words)
        text = HOLE.sub(columns, template)
        return re.sub(r"\$(?:(\w+)|\{(\w+)\})", lambda match: str(words[match.group(1) or match.group(2)]), text)


def read_entry(path, bronze_types):
    head, sql = read_head(path)
    return Entry(os.path.splitext(os.path.basename(path))[0], head, sql, bronze_types)


def read_entries(folder, bronze_types):
    return [read_entry(os.path.join(folder, f), bronze_types) for f in sorted(os.listdir(folder)) if f.endswith(".sql")]
