"""Packages from npm that a test needs, as the lock file beside the test pins them."""
import shutil
import subprocess
import sys


def skip(why):
    """Ends the test as skipped (CTest's SKIP_RETURN_CODE 77)."""
    print("skipped: " + why)
    sys.exit(77)


def install(test_folder, folder):
    """Installs what test_folder/package-lock.json pins into folder/node_modules, once; skips the test where it cannot be had."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            skip(f"there is no {program}")
    folder.mkdir(parents=True, exist_ok=True)
    lock = (test_folder / "package-lock.json").read_bytes()
    done = folder / "node_modules" / ".sheaf-lock"
    if done.is_file() and done.read_bytes() == lock:
        return
    for name in ("package.json", "package-lock.json"):
        shutil.copy(test_folder / name, folder)
    got = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, capture_output=True, text=True)
    if got.returncode != 0:
        skip("the packages of package-lock.json cannot be had: " + got.stderr.strip().splitlines()[-1])
    done.write_bytes(lock)
