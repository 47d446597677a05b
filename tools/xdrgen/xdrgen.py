#!/usr/bin/env python3
"""Generates C++ views, validation, sizes and type descriptions from the XDR definitions.

    xdrgen.py xdr.json OUTPUT_FOLDER

Runs as a build step; its output is never edited and never committed.
"""
import os
import sys

from emit_check import check_source
from emit_info import enum_names_source, info_source
from emit_views import size_source, views_header
from model import Model


def main(argv):
    if len(argv) != 3:
        sys.exit(__doc__)
    model = Model(argv[1])
    os.makedirs(argv[2], exist_ok=True)
    outputs = {"views.h": views_header, "size.cc": size_source, "validate.cc": check_source,
               "type_info.cc": info_source, "enum_names.cc": enum_names_source}
    for name, emit in outputs.items():
        with open(os.path.join(argv[2], name), "w", encoding="utf-8") as handle:
            handle.write(emit(model))


if __name__ == "__main__":
    main(sys.argv)
