#!/usr/bin/env python3
"""check.py format|tidy --tool PROGRAM --source FOLDER --build FOLDER

format: every C++ source is laid out as .clang-format says.
tidy:   .clang-tidy finds nothing in the sources of core and plugins. A file that was found clean is looked at again
        only when it, a header that it includes, its compile command or .clang-tidy has changed.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path


def sources(root):
    for top in ("core", "plugins", "tests", "samples"):
        for path in sorted((root / top).rglob("*.[ch]pp")):
            if "build" not in path.parts:
                yield path


def check_format(options):
    done = subprocess.run([options.tool, "--dry-run", "--Werror", "--style=file", *sources(options.source)])
    if done.returncode:
        print("To lay them out: clang-format -i FILE...", file=sys.stderr)
    return done.returncode


def included_files(build):
    """What each object file was compiled from, as ninja recorded it."""
    listing = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True, text=True).stdout
    found, current = {}, None
    for line in listing.splitlines():
        if line.startswith("    "):
            current.append(line.strip())
        elif ": #deps" in line:
            current = found.setdefault(line.split(": #deps")[0], [])
    return found


def check_tidy(options):
    included = included_files(options.build)
    stamps = options.build / "tidy"
    stamps.mkdir(exist_ok=True)
    config = (options.source / ".clang-tidy").read_bytes()
    work = []
    for entry in json.loads((options.build / "compile_commands.json").read_text()):
        path = Path(entry["file"])
        inside = path.is_relative_to(options.source) and not path.is_relative_to(options.build)
        if not inside or "tests" in path.relative_to(options.source).parts:
            continue
        key = hashlib.sha256(config + entry["command"].encode())
        target = entry["command"].split(" -o ")[1].split()[0]
        for file in sorted({str(path), *included.get(target, [])}):
            file = (options.build / file).resolve()
            if file.is_relative_to(options.source):
                key.update(file.read_bytes())
        stamp = stamps / key.hexdigest()
        if not stamp.exists():
            work.append((path, stamp))

    def look(job):
        path, stamp = job
        done = subprocess.run([options.tool, "--quiet", "-p", str(options.build), str(path)],
                              capture_output=True, text=True)
        if done.returncode == 0:
            stamp.touch()
        return done.returncode, done.stdout

    faulty = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for status, text in pool.map(look, work):
            if status:
                faulty += 1
                print(text, flush=True)
    print(f"looked at {len(work)} files, {faulty} with findings")
    return 1 if faulty else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("check", choices=["format", "tidy"])
    parser.add_argument("--tool", required=True)
    parser.add_argument("--source", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--build", type=lambda text: Path(text).resolve(), required=True)
    chosen = parser.parse_args()
    sys.exit({"format": check_format, "tidy": check_tidy}[chosen.check](chosen))
