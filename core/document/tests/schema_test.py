#!/usr/bin/env python3
"""Checks the published JSON Schema: it is one, every document that is written fits it, and what does not fit the form
does not fit it.

usage: schema_test.py SCHEMA RANDOM_JSON_PROGRAM

Exits 77, which ctest counts as skipped, where Python's jsonschema is not installed.
"""
import copy
import glob
import json
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("skipped: the Debian package python3-jsonschema is not installed for", sys.executable)
    sys.exit(77)


def at(value, path):
    for key in path:
        value = value[key]
    return value


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[2], folder, "60"], check=True)
        documents = []
        for path in sorted(glob.glob(folder + "/*.json")):
            with open(path, encoding="utf-8") as file:
                documents.append(json.load(file))
    assert len(documents) == 60
    for number, document in enumerate(documents):
        for error in validator.iter_errors(document):
            print(f"document {number}: {error.json_path}: {error.message[:200]}")
            failures += 1

    # Each of these breaks the form in one place.
    rich = max(documents, key=lambda d: len(d["sections"]) * len(d["blocks"]) * sum(map(len, d["records"].values())))
    record = next(kind for kind, records in rich["records"].items() if records)
    breaks = [
        ([], "format", "sheaf-document/2"),
        ([], "extra", 1),
        (["source"], "size", -1),
        (["source"], "pages", 0),
        (["metadata"], "profile", ""),
        (["sections", 0], "id", "s0"),
        (["sections", 0], "level", 0),
        (["sections", 0], "parent", 3),
        (["blocks", 0], "kind", "prose"),
        (["blocks", 0], "text", None),
        (["blocks", 0], "header", False),
        (["blocks", 0], "regions", [{"page": 1, "box": [1, 2, 3]}]),
        (["blocks", 0], "regions", [{"page": 1, "box": [1, 2, 3, 4], "start": 0}]),
        (["blocks", 0], "spans", [{"start": 0}]),
        (["blocks", 0], "spans", [{"start": 0, "end": 1, "bold": "yes"}]),
        (["records"], "Not A Name", []),
        (["records", record, 0], "id", "12"),
        (["records", record, 0], "confidence", 1.5),
        (["records", record, 0], "a_field", {}),
        (["records", record, 0], "a_field", [1]),
        (["ledger"], "unaccounted", "none"),
        ([], "diagnostics", [{"severity": "fatal", "code": "x", "message": "y"}]),
        ([], "diagnostics", [{"severity": "note", "code": "Not Good", "message": "y"}]),
    ]
    for path, key, value in breaks:
        broken = copy.deepcopy(rich)
        at(broken, path)[key] = value
        if validator.is_valid(broken):
            print(f"fits, but should not: {'/'.join(map(str, path + [key]))} = {value!r}")
            failures += 1
    for path, key in [([], "ledger"), (["blocks", 0], "text"), (["sections", 0], "page"), (["records", record, 0], "anchors")]:
        broken = copy.deepcopy(rich)
        del at(broken, path)[key]
        if validator.is_valid(broken):
            print(f"fits, but should not: without {'/'.join(map(str, path + [key]))}")
            failures += 1
    print(f"{len(documents)} documents, {len(breaks) + 4} breaks, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
