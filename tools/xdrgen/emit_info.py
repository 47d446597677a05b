"""Writes type_info.cc (a description of every type as data) and enum_names.cc."""
from emit_views import HEADER

KINDS = {"int": "kInt32", "unsigned_int": "kUint32", "hyper": "kInt64", "unsigned_hyper": "kUint64", "bool": "kBool",
         "opaque_fixed": "kFixedOpaque", "opaque_var": "kOpaque", "string": "kString", "optional": "kOptional",
         "var_array": "kArray", "array": "kFixedArray"}


class InfoEmitter:
    def __init__(self, model):
        self.model = model
        self.lines = []
        self.names = {}

    def reference(self, type_):
        """The name of the TypeInfo constant of a type; anonymous ones are declared on first use."""
        type_ = self.model.resolve(type_)
        if type_["kind"] == "ref":
            return f"kInfo_{type_['name']}"
        kind, element = KINDS[type_["kind"]], "nullptr"
        if "element" in type_:
            element = "&" + self.reference(type_["element"])
        size = type_.get("size", type_.get("max_size", type_.get("max_count", type_.get("count", 0xFFFFFFFF))))
        key = (kind, element, size)
        if key not in self.names:
            self.names[key] = f"kAnonymous{len(self.names)}"
            self.lines.append(f"extern const TypeInfo {self.names[key]};")
            self.lines.append(f'const TypeInfo {self.names[key]}{{TypeKind::{kind}, "", {size}u, {element}, '
                              '{}, {}, {}, ""};')
        return self.names[key]

    def enum(self, definition):
        name = definition["name"]
        rows = ", ".join(f'{{"{m["name"]}", {m["value"]}}}' for m in definition["members"])
        self.lines.append(f"constexpr EnumMember kMembers_{name}[] = {{{rows}}};")
        self.lines.append(f'const TypeInfo kInfo_{name}{{TypeKind::kEnum, "{name}", 0, nullptr, '
                          f'{{}}, {{}}, kMembers_{name}, ""}};')

    def struct(self, definition):
        name = definition["name"]
        rows = ", ".join(f'{{"{f["name"]}", &{self.reference(f["type"])}}}' for f in definition["fields"])
        self.lines.append(f"const FieldInfo kFields_{name}[] = {{{rows}}};")
        self.lines.append(f'const TypeInfo kInfo_{name}{{TypeKind::kStruct, "{name}", 0, nullptr, '
                          f'kFields_{name}, {{}}, {{}}, ""}};')

    def union(self, definition):
        name, rows = definition["name"], []
        discriminant = self.reference(definition["discriminant"]["type"])
        for arm in definition["arms"]:
            target = "nullptr" if arm["name"] is None else "&" + self.reference(arm["type"])
            for case in arm["cases"]:
                rows.append(f'{{{case["value"]}, "{arm["name"] or ""}", {target}}}')
        self.lines.append(f"const ArmInfo kArms_{name}[] = {{{', '.join(rows)}}};")
        self.lines.append(f'const TypeInfo kInfo_{name}{{TypeKind::kUnion, "{name}", 0, &{discriminant}, '
                          f'{{}}, kArms_{name}, {{}}, "{definition["discriminant"]["name"]}"}};')


def info_source(model):
    emitter = InfoEmitter(model)
    definitions = model.enums + model.compounds
    emitter.lines += [f"extern const TypeInfo kInfo_{d['name']};" for d in definitions]
    for definition in definitions:
        getattr(emitter, definition["kind"])(definition)
    index = [(d["name"], f"&kInfo_{d['name']}") for d in definitions]
    for typedef in model.typedefs:
        index.append((typedef["name"], "&" + emitter.reference(typedef["type"])))
    rows = ",\n".join(f'  {{"{name}", {target}}}' for name, target in sorted(index))
    out = [HEADER, '#include "xdr/type_info.h"\n', "#include <algorithm>\n", "namespace lake::xdr {\nnamespace {\n"]
    out += emitter.lines
    out.append("struct Named { std::string_view name; const TypeInfo* info; };")
    out.append(f"const Named kIndex[] = {{\n{rows}}};\n\n}}  // namespace\n")
    out.append("const TypeInfo* FindType(std::string_view name) {\n"
               "  auto it = std::lower_bound(std::begin(kIndex), std::end(kIndex), name,\n"
               "                             [](const Named& a, std::string_view b) { return a.name < b; });\n"
               "  return it != std::end(kIndex) && it->name == name ? it->info : nullptr;\n}")
    return "\n".join(out + ["\n}  // namespace lake::xdr\n"])


def enum_names_source(model):
    out = [HEADER, '#include "xdr/views.h"\n', "namespace lake::xdr {\n"]
    for definition in model.enums:
        name = definition["name"]
        out.append(f"std::string_view EnumName({name} value) {{\n  switch (value) {{")
        out += [f'    case {name}::{m["name"]}: return "{m["name"]}";' for m in definition["members"]]
        out.append('  }\n  return "";\n}')
    return "\n".join(out + ["\n}  // namespace lake::xdr\n"])
