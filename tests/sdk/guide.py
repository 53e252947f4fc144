#!/usr/bin/env python3
"""guide.py --source FOLDER --build FOLDER [--launcher PROGRAM]

Goes the way of the guide for those who write their first plugin, command by command, with an installed Sheaf: three new
plugins are made, built, tested, installed, listed, and run in a pipeline.
"""
import subprocess
import sys

from kit import Sdk, options

chosen = options()
sdk = Sdk(chosen)
guide = chosen.source / "samples" / "plugins" / "README.md"
command = [sys.executable, chosen.source / "tests/commands/run.py", guide, "--source", chosen.source, "--build", sdk.prefix]
# The commands run below the test's own folder.
sys.exit(subprocess.run(command, env={**sdk.environment, "TMPDIR": str(sdk.work)}).returncode)
