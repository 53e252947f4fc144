#!/usr/bin/env python3
"""An output for `use = "exec"`: the letter's table of contents as Markdown, on standard output."""
import json
import sys

for section in json.load(sys.stdin)["sections"]:
    number = f"{section['number']} " if section["number"] else ""
    print("  " * (section["level"] - 1) + f"- {number}{section['title']}")
