#!/usr/bin/env python3
"""package.py --source FOLDER --build FOLDER [--launcher PROGRAM]

The installed package: find_package with its version check, the warning about another ABI, what a plugin's library is
like, and what `sheaf new-plugin` refuses.
"""
import os
import re

from kit import Sdk, check, options

sdk = Sdk(options())
new = ("sheaf", "new-plugin")


def configure(folder, *more, status=0):
    return sdk.run("cmake", "-S", folder, "-B", sdk.work / folder / "build", "-G", "Ninja", *more, status=status)


# Refused, with the reason, and nothing is left behind.
for name in ("Bad", "1st", "a--b", "a_b", "../up", "a/b", "", "ends-", "x" * 41, "ünfug"):
    check('is no name for a plugin' in sdk.run(*new, name, "--kind", "input", status=2), f"the name {name!r} passes")
check('already a stage "csv"' in sdk.run(*new, "csv", "--kind", "input", status=2), "the name of a stage passes")
sdk.run(*new, "mine", "--kind", "sideways", status=2)
sdk.run(*new, "mine", status=2)
check("no such folder" in sdk.run(*new, "mine", "--kind", "input", "-o", "nowhere", status=2), "a missing folder passes")
(sdk.work / "mine").mkdir()
(sdk.work / "mine" / "kept").write_text("kept")
check("exists already" in sdk.run(*new, "mine", "--kind", "input", status=2), "an existing folder passes")
(sdk.work / "locked").mkdir(mode=0o555)
if os.geteuid() != 0:
    check("cannot be made" in sdk.run(*new, "mine", "--kind", "input", "-o", "locked", status=2), "a locked folder passes")
check("cannot be made" in sdk.run(*new, "mine", "--kind", "input", "-o", "/proc", status=2), "an unwritable place passes")
check(sorted(path.name for path in sdk.work.rglob("*")) == ["kept", "locked", "mine"], "something was left behind")

# The words of the template are all replaced, and the author's own code is short.
for kind in ("input", "transform", "output"):
    sdk.run(*new, f"my-{kind}", "--kind", kind)
    for path in sorted((sdk.work / f"my-{kind}").rglob("*")):
        check(path.is_dir() or not re.search(r"@[A-Z]+@", path.read_text()), f"{path.name} has a word of the template left")
    code = re.sub(r"//.*", "", (sdk.work / f"my-{kind}" / "plugin.cpp").read_text())
    check(sum(1 for line in code.splitlines() if line.strip()) <= 45, f"the {kind} has more than 45 lines of code")

# A version that is not there is not found, a compiler that builds for another ABI is warned of.
made = sdk.work / "my-output" / "CMakeLists.txt"
good = made.read_text()
made.write_text(re.sub(r"find_package\(sheaf \S+", "find_package(sheaf 99.0", good))
check("99.0" in configure("my-output", status=1), "any version is found")
made.write_text(good)
check("The program will refuse the plugin" in configure("my-output", "-DCMAKE_CXX_FLAGS=-D_GLIBCXX_USE_CXX11_ABI=0"),
      "no warning of another ABI")

# A plugin that uses what nobody defines does not link, one that breaks its promises fails the contract.
printed = configure("my-output", "-DCMAKE_CXX_FLAGS=", "-DCMAKE_BUILD_TYPE=Debug", "-DSHEAF_BUILD_TESTS=OFF")
check("Warning" not in printed, printed)
source = sdk.work / "my-output" / "plugin.cpp"
code = source.read_text()
build = ("cmake", "--build", sdk.work / "my-output" / "build")
source.write_text(code.replace("namespace {\n", "void not_there();\nnamespace {\n", 1)
                  .replace("std::string list = ", "not_there();\n        std::string list = "))
check("undefined reference" in sdk.run(*build, status=1), "an undefined function is linked")
source.write_text(code.replace('sink.write(".my-output.md"', 'static int calls = 0; list += std::to_string(++calls); '
                               'sink.write("my-output.md"'))
sdk.run(*build)
library = sdk.work / "my-output/build/lib/sheaf/1/sheaf-my-output.so"
printed = sdk.run("sheaf-contract", library, status=1)
check("output `my-output` writes other bytes the second time with an empty letter" in printed, printed)
check("suffix `my-output.md`: it must begin with a dot" in printed, printed)
check("NODELETE" in sdk.run("readelf", "-d", library), "the library may be unloaded")
sdk.run("sheaf-contract", status=2)
check("does not load" in sdk.run("sheaf-contract", "/dev/null", status=1), "the null device passes")
print("the package is as it should be")
