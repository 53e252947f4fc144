#!/usr/bin/env python3
"""A transform for `use = "exec"`: makes a record of every question that a letter asks.

The document comes on standard input and goes to standard output, in the form that core/document describes.
"""
import json
import re
import sys

document = json.load(sys.stdin)
found = document["records"].setdefault("question", [])
for block in document["blocks"]:
    if block["kind"] == "furniture":
        continue
    text = block.get("text", "")
    for match in re.finditer(r"[A-Z][^.!?\n]*\?", text):
        start, end = (len(text[:at].encode()) for at in match.span())  # offsets are bytes of UTF-8
        found.append({"text": match[0], "words": len(match[0].split()), "confidence": 1,
                      "anchors": [{"block": block["id"], "start": start, "end": end}]})
print(f"{len(found)} questions", file=sys.stderr)
json.dump(document, sys.stdout)
