#!/usr/bin/env python3
"""abi.py --library LIBRARY --baseline FILE --source FOLDER [--record]

Compares what a library of the SDK exports, and the layout of the SDK's types, with the recorded baseline by libabigail's
abidiff. With --record the present state becomes the baseline. core/plugin/compatibility.md is the rule.
"""
import argparse
import lzma
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main(options):
    suppress = ["--suppressions", str(HERE / "abi.suppr")]
    with tempfile.TemporaryDirectory() as folder:
        now, before = Path(folder, "now.abi"), Path(folder, "before.abi")
        subprocess.run(["abidw", *suppress, "--headers-dir", options.source / "core/include", "--drop-private-types",
                        "--no-show-locs", "--no-corpus-path", "--no-comp-dir-path", "--no-elf-needed", "--out-file",
                        now, options.library], check=True)
        if options.record:
            options.baseline.write_bytes(lzma.compress(now.read_bytes(), preset=9))
            return 0
        before.write_bytes(lzma.decompress(options.baseline.read_bytes()))
        status = subprocess.run(["abidiff", *suppress, before, now]).returncode
    if status & 3:
        return 1
    if status & 8:
        print("Plugins that were built before cannot be called any more: raise api_major in sheaf/plugin.hpp, then "
              "record the new baseline.")
    elif status & 4:
        print("The border has changed. When something was only added, raise api_minor in sheaf/plugin.hpp; else raise "
              "api_major. Then record the new baseline.")
    if status:
        print("To record it: cmake --build BUILD --target update-abi; the rule: core/plugin/compatibility.md")
    return 1 if status else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", required=True)
    parser.add_argument("--baseline", type=Path, required=True)
    parser.add_argument("--source", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--record", action="store_true")
    sys.exit(main(parser.parse_args()))
