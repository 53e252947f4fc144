#!/usr/bin/env python3
"""reference.py --sheaf PROGRAM --source FOLDER [--accept]

The reference pages are what `sheaf options --markdown` says, one page per stage, next to the stage's code. Reports
which are out of date; with --accept it writes them again.
"""
import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

INDEX = Path("plugins/reference.md")
HOST = Path("core/plugin/diagnostics.md")
EXEC = Path("core/run/exec-reference.md")


def page_of(kind, stage):
    return EXEC if stage == "exec" else Path("plugins", kind, stage, "reference.md")


def pages(markdown):
    """What each page holds, with links between them."""
    made, stages, records = {}, [], {}
    for part in re.split(r"^(?=## )", markdown, flags=re.M):
        if not part:
            continue
        head = re.match(r"## (\w+) `([\w-]+)`\n\n([^\n]*?\.) Plugin", part)
        page = page_of(head[1], head[2]) if head else HOST
        if head:
            stages.append((head[1], head[2], head[3]))
        for record, help in re.findall(r"^### Records of type `(\w+)`\n\n([^\n]*)", part, flags=re.M):
            records.setdefault(record, (page, help))
        made[page] = made.get(page, "") + ("\n" if page in made else "") + part[1:].replace("\n### ", "\n## ").rstrip() + "\n"

    def path(target, page):
        return os.path.relpath(target, page.parent)

    for page, text in made.items():
        text = re.sub(r"\(#records-of-type-(\w+)\)",
                      lambda link: f"({path(records[link[1]][0], page)}#records-of-type-{link[1]})", text)
        made[page] = text + f"\n[All stages]({path(INDEX, page)})\n"

    index = ["# Reference", "", "Made from what the plugins declare: `sheaf options STAGE` prints the same.", "",
             "| kind | stage | |", "|---|---|---|"]
    for kind, stage, help in stages:
        index.append(f"| {kind} | [`{stage}`]({path(page_of(kind, stage), INDEX)}) | {help} |")
    index += ["", "| record type | |", "|---|---|"]
    for record, (page, help) in sorted(records.items()):
        index.append(f"| [`{record}`]({path(page, INDEX)}#records-of-type-{record}) | {help} |")
    index += ["", f"[Diagnostics of the program itself]({path(HOST, INDEX)})", ""]
    made[INDEX] = "\n".join(index)
    return made


def main(options):
    environment = {key: value for key, value in os.environ.items() if key != "SHEAF_PLUGIN_PATH"}
    markdown = subprocess.run([options.sheaf, "options", "--markdown"], check=True, capture_output=True, text=True,
                              env=environment).stdout
    made = pages(markdown)
    written = {path.relative_to(options.source) for path in options.source.glob("plugins/*/*/reference.md")}
    stale = [page for page in sorted(made.keys() | written)
             if page not in made or not (options.source / page).exists()
             or (options.source / page).read_text(encoding="utf-8") != made[page]]
    for page in stale:
        if options.accept:
            (options.source / page).unlink(missing_ok=True)
            if page in made:
                (options.source / page).write_text(made[page], encoding="utf-8")
        print(f"{page}: {'written' if options.accept else 'out of date'}")
    if stale and not options.accept:
        print("To write them again: cmake --build BUILD --target update-reference")
    return 1 if stale and not options.accept else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sheaf", required=True)
    parser.add_argument("--source", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--accept", action="store_true")
    sys.exit(main(parser.parse_args()))
