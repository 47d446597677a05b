"""Writes validate.cc: Check of each type, the one pass that makes reading safe afterwards."""
from emit_views import HEADER, case_values


def check_call(type_, model):
    """A C++ expression that checks one value at the cursor and moves behind it."""
    type_ = model.resolve(type_)
    kind = type_["kind"]
    if model.plain(type_):
        return f"c.Skip({model.fixed_size(type_)})"
    if kind == "bool":
        return "c.Bool()"
    if kind == "opaque_fixed":
        return f"c.PaddedOpaque({type_['size']})"
    if kind in ("opaque_var", "string"):
        return f"c.Blob({type_.get('max_size', 0xFFFFFFFF)}u)"
    if kind == "optional":
        return f"CheckOptional<{model.cpp(type_['element'])}>(c)"
    if kind == "var_array":
        element = type_["element"]
        limit = f"{type_.get('max_count', 0xFFFFFFFF)}u"
        if model.plain(element):
            return f"c.PlainArray({limit}, {model.fixed_size(element)})"
        return f"CheckArray<{model.cpp(element)}>(c, {limit}, {model.min_size(element)})"
    if kind == "array":
        return f"CheckFixedArray<{model.cpp(type_['element'])}>(c, {type_['count']})"
    definition = model.by_name[type_["name"]]
    if definition["kind"] == "enum":
        return f"CheckEnum<{definition['name']}>(c)"
    return f"{definition['name']}::Check(c)"


def struct_check(definition, model):
    lines, pending, first = [], 0, None
    for field in definition["fields"] + [None]:
        if field is not None and model.plain(field["type"]):
            first = first if pending else field["name"]
            pending += model.fixed_size(field["type"])
            continue
        if pending:
            lines.append(f'  if (!c.Skip({pending})) return c.In("{definition["name"]}.{first}");')
            pending = 0
        if field is not None:
            call = check_call(field["type"], model)
            lines.append(f'  if (!{call}) return c.In("{definition["name"]}.{field["name"]}");')
    return lines


def union_check(definition, model):
    name = definition["name"]
    lines = ["  std::uint32_t arm;", f'  if (!c.U32(arm)) return c.In("{name}");', "  switch (arm) {"]
    for arm in definition["arms"]:
        labels = " ".join(f"case {v}u:" for v in case_values(arm))
        if arm["name"] is None:
            lines.append(f"    {labels} break;")
        else:
            call = check_call(arm["type"], model)
            lines.append(f'    {labels} if (!{call}) return c.In("{name}.{arm["name"]}"); break;')
    lines.append(f'    default: return c.UnknownArm("{name}", arm);')
    return lines + ["  }"]


def check_source(model):
    out = [HEADER, '#include "xdr/check.h"\n#include "xdr/views.h"\n', "namespace lake::xdr {\n"]
    for definition in model.compounds:
        out.append(f"bool {definition['name']}::Check(Cursor& c) {{")
        if model.plain({"kind": "ref", "name": definition["name"]}):
            size = model.fixed_size({"kind": "ref", "name": definition["name"]})
            out.append(f'  return c.Skip({size}) || c.In("{definition["name"]}");')
        else:
            out.append(f'  if (!c.Enter()) return c.In("{definition["name"]}");')
            out += (struct_check if definition["kind"] == "struct" else union_check)(definition, model)
            out.append("  c.Leave();\n  return true;")
        out.append("}")
    return "\n".join(out + ["\n}  // namespace lake::xdr\n"])
