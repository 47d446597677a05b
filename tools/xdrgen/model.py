"""The XDR definitions as the generator sees them: typedefs resolved, sizes computed.

Input is the JSON description of all Stellar XDR types (crate `stellar-xdr`, xdr-definitions-json/xdr.json).
"""
import json

SCALARS = {"int": ("std::int32_t", 4), "unsigned_int": ("std::uint32_t", 4),
           "hyper": ("std::int64_t", 8), "unsigned_hyper": ("std::uint64_t", 8), "bool": ("bool", 4)}
KEYWORDS = {"operator", "delete", "new", "default", "switch", "union", "class", "struct", "int", "bool", "void",
            "public", "private", "template", "this", "register", "and", "or", "not", "xor", "export", "asm"}


def ident(name):
    return name + "_" if name in KEYWORDS else name


class Model:
    def __init__(self, path):
        with open(path, encoding="utf-8") as handle:
            document = json.load(handle)
        self.by_name = {d["name"]: d for d in document["definitions"] if d["kind"] != "const"}
        self.enums = [d for d in self.by_name.values() if d["kind"] == "enum"]
        self.compounds = [d for d in self.by_name.values() if d["kind"] in ("struct", "union")]
        self.typedefs = [d for d in self.by_name.values() if d["kind"] == "typedef"]
        self._sizes = {}
        self._min_sizes = {}

    def resolve(self, type_):
        """The type with every typedef followed: never a ref to a typedef."""
        while type_["kind"] == "ref" and self.by_name[type_["name"]]["kind"] == "typedef":
            type_ = self.by_name[type_["name"]]["type"]
        return type_

    def cpp(self, type_):
        """The C++ type that an accessor returns."""
        type_ = self.resolve(type_)
        kind = type_["kind"]
        if kind in SCALARS:
            return SCALARS[kind][0]
        if kind == "ref":
            return type_["name"]
        if kind == "opaque_fixed":
            return f"Fixed<{type_['size']}>"
        if kind in ("opaque_var", "string"):
            return "Bytes"
        inner = self.cpp(type_["element"])
        if kind == "optional":
            return f"Optional<{inner}>"
        if kind == "var_array":
            return f"Array<{inner}>"
        if kind == "array":
            return f"FixedArray<{inner}, {type_['count']}>"
        raise ValueError(f"unknown XDR kind {kind}")

    def fixed_size(self, type_):
        """Encoded size in bytes when every value of the type has the same, else None."""
        type_ = self.resolve(type_)
        kind = type_["kind"]
        if kind in SCALARS:
            return SCALARS[kind][1]
        if kind == "opaque_fixed":
            return (type_["size"] + 3) // 4 * 4
        if kind == "array":
            inner = self.fixed_size(type_["element"])
            return None if inner is None else inner * type_["count"]
        if kind == "ref":
            return self._definition_size(self.by_name[type_["name"]])
        return None

    def _definition_size(self, definition):
        name = definition["name"]
        if name not in self._sizes:
            self._sizes[name] = None  # a recursive type has no fixed size
            self._sizes[name] = self._compute_size(definition)
        return self._sizes[name]

    def _compute_size(self, definition):
        if definition["kind"] == "enum":
            return 4
        if definition["kind"] == "struct":
            sizes = [self.fixed_size(f["type"]) for f in definition["fields"]]
            return None if None in sizes else sum(sizes)
        sizes = {0 if a["name"] is None else self.fixed_size(a["type"]) for a in definition["arms"]}
        return 4 + sizes.pop() if len(sizes) == 1 and None not in sizes else None

    def min_size(self, type_):
        """A lower bound of the encoded size, to check element counts before any work is done."""
        type_ = self.resolve(type_)
        kind = type_["kind"]
        if kind in ("opaque_var", "string", "optional", "var_array"):
            return 4
        if kind == "array":
            return self.min_size(type_["element"]) * type_["count"]
        if kind != "ref":
            return self.fixed_size(type_)
        definition = self.by_name[type_["name"]]
        name = definition["name"]
        if name not in self._min_sizes:
            self._min_sizes[name] = 4  # for recursion: whatever it is, it has a discriminant or a length
            if definition["kind"] == "struct":
                size = sum(self.min_size(f["type"]) for f in definition["fields"])
            elif definition["kind"] == "union":
                size = 4 + min(0 if a["name"] is None else self.min_size(a["type"]) for a in definition["arms"])
            else:
                size = 4
            self._min_sizes[name] = max(size, 1)
        return self._min_sizes[name]

    def plain(self, type_):
        """True when any bytes of the right length are a valid value (integers, unpadded opaque)."""
        type_ = self.resolve(type_)
        kind = type_["kind"]
        if kind == "opaque_fixed":
            return type_["size"] % 4 == 0
        if kind == "array":
            return self.plain(type_["element"])
        if kind == "ref":
            definition = self.by_name[type_["name"]]
            return definition["kind"] == "struct" and all(self.plain(f["type"]) for f in definition["fields"])
        return kind in SCALARS and kind != "bool"
