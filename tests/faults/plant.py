#!/usr/bin/env python3
"""plant.py [--list FILE] [--only TEXT]... [--most-survivors N] [-D DEFINITION]... [-j N] --build FOLDER
plant.py --check

Plants small faults, one after the other, in a copy of the sources, builds the unit tests of the room that the fault is in,
and runs them. A fault that no test notices is a survivor: a test is missing. Exit status 1 when more than N survive, or when
the list no longer fits the sources.

The list is faults.txt, paragraphs of four lines:

    core/base/wording.cpp                a file
    count == 1 ? noun                    a text that occurs in it once
    count <= 1 ? noun                    what replaces it
    base                                 the tests, by ctest's names, of which one must fail

With --check nothing is built: it only says whether each text still occurs once in its file.
"""
import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PARTS = ("cmake", "core", "pipelines", "plugins", "samples", "tests")
# A test that is still running then has noticed: it hangs.
SECONDS = 120
MEMORY = 8 << 30


@dataclass
class Fault:
    file: str
    old: str
    new: str
    tests: list

    def __str__(self):
        return f"{self.file}: `{self.old.strip()}` -> `{self.new.strip()}`"

    def problem(self):
        path = SOURCE / self.file
        if not path.is_file():
            return "there is no such file"
        count = path.read_text(encoding="utf-8").count(self.old)
        return "" if count == 1 else f"the text occurs {count} times" if count else "the text no longer occurs"


def read_list(file):
    faults = []
    for paragraph in re.split(r"\n\s*\n", file.read_text(encoding="utf-8")):
        lines = [line for line in paragraph.splitlines() if not line.startswith("#")]
        if not lines:
            continue
        if len(lines) != 4:
            sys.exit(f"{file}: a fault is four lines, not {len(lines)}: {lines[0]}")
        faults.append(Fault(lines[0], lines[1], lines[2], lines[3].split()))
    return faults


def limit():
    """A fault may make a loop without end that takes all memory. Not by the address space, which tests of limits look at."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def output_of(*command, **options):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", **options)
    return done.returncode, done.stdout


class Copy:
    """The sources and a build of their own, in which faults can do no harm.

    Each source is compiled by itself, so that a fault costs one file; in a second run the others come out of the compiler's
    cache.
    """

    def __init__(self, folder, options):
        self.source, self.build = folder, folder / "build/test"
        self.source.mkdir(parents=True, exist_ok=True)
        # What is unchanged keeps its time, so that a second run builds little.
        for part in PARTS:
            shutil.copytree(SOURCE / part, self.source / part, dirs_exist_ok=True, symlinks=True, copy_function=self.update)
        for file in ("CMakeLists.txt", "LICENSE", "README.md"):
            self.update(SOURCE / file, self.source / file)
        launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        os.environ.setdefault("CCACHE_BASEDIR", str(SOURCE))
        self.must("cmake", "-S", self.source, "-B", self.build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                  "-DSHEAF_BUILD_TESTS=ON", *options, *launcher)

    @staticmethod
    def update(source, target):
        source, target = Path(source), Path(target)
        if not target.exists() or target.read_bytes() != source.read_bytes():
            shutil.copy(source, target)

    @staticmethod
    def must(*command):
        status, text = output_of(*command)
        if status:
            sys.exit(text)

    def make(self, tests):
        return output_of("cmake", "--build", self.build, "-j", self.jobs, "--target", *(f"test-{test}" for test in tests))

    def passes(self, tests):
        pattern = "^(" + "|".join(map(re.escape, tests)) + ")$"
        status, text = output_of("ctest", "--test-dir", self.build, "-R", pattern, "--timeout", SECONDS,
                                 "--no-tests=error", "--stop-on-failure", preexec_fn=limit)
        return status == 0, text

    def plant(self, fault):
        """`noticed`, `survived`, or `does not compile`."""
        path = self.source / fault.file
        sound = path.read_text(encoding="utf-8")
        try:
            path.write_text(sound.replace(fault.old, fault.new), encoding="utf-8")
            status, text = self.make(fault.tests)
            if status:
                print(text[-2000:])
                return "does not compile"
            return "survived" if self.passes(fault.tests)[0] else "noticed"
        finally:
            path.write_text(sound, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", type=Path, default=Path(__file__).with_name("faults.txt"))
    parser.add_argument("--build", type=Path)
    parser.add_argument("--only", action="append", default=[], help="only faults whose file's name contains this")
    parser.add_argument("--most-survivors", type=int, default=0)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("-D", action="append", default=[], dest="definitions", help="for cmake, as -D SHEAF_WERROR=ON")
    parser.add_argument("-j", "--jobs", default="2", help="compilers at a time")
    options = parser.parse_args()
    faults = read_list(options.list)
    stale = [f"{fault}: {fault.problem()}" for fault in faults if fault.problem()]
    if stale:
        print("Faults that no longer fit the sources: give them another text, or replace them.", *stale, sep="\n")
        return 1
    print(f"{len(faults)} faults in {len({str(Path(fault.file).parent) for fault in faults})} folders")
    if options.check:
        return 0
    if not options.build:
        parser.error("--build says where to build")
    chosen = [fault for fault in faults if not options.only or any(text in fault.file for text in options.only)]
    copy = Copy(options.build.resolve(), [f"-D{definition}" for definition in options.definitions])
    copy.jobs = options.jobs
    tests = sorted({test for fault in chosen for test in fault.tests})
    status, text = copy.make(tests)
    if status:
        sys.exit(text[-3000:])
    sound, text = copy.passes(tests)
    if not sound:
        sys.exit(f"Tests fail before any fault is planted:\n{text[-3000:]}")
    results = {}
    for number, fault in enumerate(chosen, 1):
        begin = time.monotonic()
        result = copy.plant(fault)
        results.setdefault(result, []).append(fault)
        print(f"{number}/{len(chosen)} {result} ({time.monotonic() - begin:.0f} s): {fault}", flush=True)
    print(", ".join(f"{len(list_)} {result}" for result, list_ in sorted(results.items())))
    survivors = results.get("survived", [])
    if survivors:
        print("Survivors:", *(f"  {fault} (tests: {' '.join(fault.tests)})" for fault in survivors), sep="\n")
    return 1 if len(survivors) > options.most_survivors or "does not compile" in results else 0


if __name__ == "__main__":
    sys.exit(main())
