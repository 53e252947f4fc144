#!/usr/bin/env python3
"""read.py LETTER.json...: the recommendations of letters, each with the words that it was taken from.

Reads what `sheaf convert` writes. The JSON counts positions in a text in bytes of UTF-8, from 0; `words` shows how to use them
in Python, which counts characters.
"""
import json
import sys


def words(text, begin, end):
    """The words from byte `begin` to byte `end` of the text."""
    return text.encode()[begin:end].decode()


for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        letter = json.load(file)
    blocks = {block["id"]: block for block in letter["blocks"]}
    for record in letter["records"]["recommendation"]:
        print(record["label"] or "-", record["modality"] or "-", record["text"][:50])
        for anchor in record["anchors"]:
            taken = words(blocks[anchor["block"]]["text"], anchor["start"], anchor["end"])
            print("  from", anchor["block"] + ":", taken[:50])
