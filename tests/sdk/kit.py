"""What the tests of the SDK share: an installed Sheaf in a fresh folder, and commands that must succeed."""
import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--launcher", default="", help="a compiler cache, so that the test costs less")
    return parser.parse_args()


class Sdk:
    """An installed Sheaf, in a place that is no standard one and has a space in its name."""

    def __init__(self, chosen):
        self.chosen = chosen
        self.root = chosen.build / "sdk test" / Path(sys.argv[0]).stem
        shutil.rmtree(self.root, ignore_errors=True)
        self.prefix = self.root / "the prefix"
        self.work = self.root / "work"
        self.work.mkdir(parents=True)
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "CTEST_OUTPUT_ON_FAILURE": "1"}
        for name in ("SHEAF_PLUGIN_PATH", "CMAKE_PREFIX_PATH", "CXXFLAGS", "LD_LIBRARY_PATH", "DESTDIR", "CTEST_PARALLEL_LEVEL"):
            self.environment.pop(name, None)
        if chosen.launcher:
            self.environment["CMAKE_CXX_COMPILER_LAUNCHER"] = chosen.launcher
            # What is the same in two folders is compiled once.
            self.environment["CCACHE_BASEDIR"] = str(self.root)
            self.environment["CCACHE_NOHASHDIR"] = "1"
        for component in ("program", "sdk"):
            self.run("cmake", "--install", chosen.build, "--prefix", self.prefix, "--component", component)
        self.environment["PATH"] = f"{self.prefix}/bin{os.pathsep}{os.environ['PATH']}"

    def run(self, *command, status=0, shell=False):
        """Runs a command in the work folder; gives what it printed."""
        done = subprocess.run([str(word) for word in command] if not shell else command[0], shell=shell, cwd=self.work,
                              env=self.environment, stdin=subprocess.DEVNULL, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        if done.returncode != status:
            sys.exit(f"$ {' '.join(map(str, command))}\n{done.stdout}[{done.returncode}]")
        return done.stdout


def check(holds, what):
    if not holds:
        sys.exit(what)
