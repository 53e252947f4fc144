#!/usr/bin/env python3
"""check.py format|tidy|length --source FOLDER [--tool PROGRAM] [--build FOLDER]

format: every C++ source is laid out as .clang-format says.
length: no C++ source is longer than LONGEST lines; how long a function may be is in .clang-tidy.
tidy:   .clang-tidy finds nothing in the sources of core and plugins. A file that was found clean is looked at again
        only when it, a header that it includes, its compile command or .clang-tidy has changed.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

LONGEST = 450
TOGETHER = 6  # files; more meet more often in the names of their own helpers


def sources(root):
    for top in ("cmake", "core", "pipelines", "plugins", "tests", "samples"):
        for path in sorted((root / top).rglob("*.[ch]pp")):
            if "build" not in path.parts:
                yield path


def check_format(options):
    done = subprocess.run([options.tool, "--dry-run", "--Werror", "--style=file", *sources(options.source)])
    if done.returncode:
        print("To lay them out: clang-format -i FILE...", file=sys.stderr)
    return done.returncode


def check_length(options):
    long = {path: lines for path in sources(options.source)
            if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST}
    for path, lines in long.items():
        print(f"{path}: {lines} lines: part it by subject, {LONGEST} are the most")
    return 1 if long else 0


def compile_commands(build):
    """The command of each source. A unity build compiles several as one file, which includes them, by one command."""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        flags, target = entry["command"].split(" -o ")
        paths = [Path(entry["file"])]
        if paths[0].parent.name == "Unity":
            paths = [Path(path) for path in re.findall(r'^#include "(.+)"$', paths[0].read_text(), re.MULTILINE)]
        for path in paths:
            yield path, flags, target.split()[0]


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


def work_of(options):
    """The sources that are not known to be clean, by what they are compiled with: (path, stamp) for each."""
    included = included_files(options.build)
    stamps = options.build / "tidy"
    stamps.mkdir(exist_ok=True)
    config = (options.source / ".clang-tidy").read_bytes()
    work = {}
    for path, flags, target in compile_commands(options.build):
        if not any(path.is_relative_to(options.source / top) for top in ("core", "plugins")) or "tests" in path.parts:
            continue
        key = hashlib.sha256(config + f"{flags} {path}".encode())
        for file in sorted({str(path), *included.get(target, [])}):
            file = (options.build / file).resolve()
            if file.is_relative_to(options.source):
                key.update(file.read_bytes())
        stamp = stamps / key.hexdigest()
        if not stamp.exists():
            work.setdefault(flags, []).append((path, stamp))
    return work


def check_tidy(options):
    """Most of the time goes into the library's headers, so files of one target are looked at together, as one source that
    includes them. Where that finds something, or names meet, each is looked at by itself, and that counts."""
    jobs = []
    for flags, files in work_of(options).items():
        jobs += [(flags, files[i:i + TOGETHER]) for i in range(0, len(files), TOGETHER)]
    together = options.build / "tidy" / "together"
    together.mkdir(parents=True, exist_ok=True)
    commands = []
    for number, (flags, files) in enumerate(jobs):
        source = together / f"{number}.cpp"
        source.write_text("".join(f'#include "{path}"  // NOLINT\n' for path, _ in files))
        commands += [{"directory": str(options.build), "file": str(path), "command": f"{flags} -c {path}"}
                     for path in (source, *(path for path, _ in files))]
    (together / "compile_commands.json").write_text(json.dumps(commands))

    def tidy(path):
        done = subprocess.run([options.tool, "--quiet", f"--config-file={options.source / '.clang-tidy'}",
                               r"--header-filter=(core|plugins|tests)/.*\.[ch]pp$", "-p", str(together), str(path)],
                              capture_output=True, text=True)
        return done.returncode, done.stdout

    def look(job):
        number, (_, files) = job
        if len(files) > 1 and tidy(together / f"{number}.cpp")[0] == 0:
            found = []
        else:
            results = [(tidy(path), stamp) for path, stamp in files]
            found = [text for (status, text), _ in results if status]
            files = [(None, stamp) for (status, _), stamp in results if status == 0]
        for _, stamp in files:
            stamp.touch()
        return found

    looked = sum(len(files) for _, files in jobs)
    faulty = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(look, enumerate(jobs)):
            faulty += len(found)
            for text in found:
                print(text, flush=True)
    print(f"looked at {looked} files, {faulty} with findings")
    return 1 if faulty else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("check", choices=["format", "tidy", "length"])
    parser.add_argument("--tool")
    parser.add_argument("--source", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--build", type=lambda text: Path(text).resolve())
    chosen = parser.parse_args()
    sys.exit({"format": check_format, "tidy": check_tidy, "length": check_length}[chosen.check](chosen))
