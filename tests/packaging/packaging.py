#!/usr/bin/env python3
"""packaging.py --source FOLDER --build FOLDER

Builds the Debian package of the program, installs it by dpkg below a folder of its own, converts a letter and runs the
nightly job there, looks at the units with systemd's own tools, and removes the package. dpkg knows in that folder what is
installed on this machine, so it checks the package's dependencies. Exit status 77 where that cannot be done here.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
# What systemd-analyze counts as exposure, 0 to 10, under which it says "OK".
MOST_EXPOSED = 2.0


def run(*command, check=True, **options):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          **options)
    if check and done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stdout}")
    return done


def files_below(root):
    """Everything but dpkg's own books."""
    return {str(path.relative_to(root)) for path in root.rglob("*")
            if not path.is_relative_to(root / "var/lib/dpkg") and not path.is_dir()}


# Made with the jobs' user; what an account owns outlives the package, so the account does, too.
ACCOUNTS = {f"etc/{name}" for name in ("passwd", "passwd-", "group", "group-", "shadow", "shadow-", "gshadow", "gshadow-",
                                       ".pwd.lock")}


class Machine:
    """A folder that dpkg takes for the root of a machine on which this machine's packages are installed."""

    def __init__(self, root):
        self.root = root
        books = root / "var/lib/dpkg"
        for folder in ("info", "updates", "triggers"):
            (books / folder).mkdir(parents=True)
        status = Path("/var/lib/dpkg/status").read_text(encoding="utf-8")
        # Should the package be installed on this machine, it is not in that folder.
        paragraphs = [text for text in status.split("\n\n") if not re.match(r"Package: sheaf(-dev)?\n", text)]
        (books / "status").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
        (books / "available").touch()
        # Where maintainer scripts run outside of the root, they find it in DPKG_ROOT.
        self.dpkg = ["dpkg", f"--root={root}", "--force-script-chrootless", f"--log={root}/var/lib/dpkg/log"]

    def install(self, package):
        run(*self.dpkg, "--install", package)

    def remove(self):
        run(*self.dpkg, "--remove", "sheaf")

    def purge(self):
        run(*self.dpkg, "--purge", "sheaf")


def build_package(options, folder):
    # Only this component, and packed fast: what is in it is what counts here.
    run("cpack", "-G", "DEB", "-B", folder, "-D", "CPACK_COMPONENTS_ALL=program", "-D",
        "CPACK_DEBIAN_COMPRESSION_TYPE=gzip", "-D", "CPACK_STRIP_FILES=OFF", cwd=options.build,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1764417600"})
    packages = list(folder.glob("*.deb"))
    assert len(packages) == 1, packages
    return packages[0]


def check_again(options, scratch, package):
    """The same bytes again."""
    again = build_package(options, scratch / "again")
    assert again.name == package.name and again.read_bytes() == package.read_bytes(), \
        f"{package.name} has other bytes when it is built again"


def check_package(package):
    fields = run("dpkg-deb", "--field", package).stdout
    assert "Package: sheaf\n" in fields, fields
    for library in ("libc6", "libpoppler", "libicu", "libre2", "libsqlite3", "libxml2", "libzip"):
        assert library in fields.split("Depends:")[1].split("\n")[0], f"{library} is no dependency:\n{fields}"


def check_lintian(package):
    """Debian's own checks find nothing, but for the symbols that are left in here to save time."""
    if not shutil.which("lintian"):
        print("lintian is not installed: its checks were left out")
        return
    run("lintian", "--fail-on", "error,warning", "--suppress-tags", "unstripped-binary-or-object,unstripped-static-library", package)


def check_installed(root):
    for name in ("usr/bin/sheaf", "usr/lib/libsheaf.so.1", "usr/lib/libsheaf-html.so.1", "usr/lib/sheaf/1/sheaf-pdf.so",
                 "usr/share/sheaf/pipelines/inspection-letters.toml", "usr/share/sheaf/pipelines/profiles/ciw.toml",
                 "usr/share/sheaf/sheaf-document-1.schema.json", "usr/share/sheaf/sheaf-run-1.schema.json",
                 "usr/share/doc/sheaf/copyright", "usr/share/doc/sheaf/guide/README.md", "usr/share/doc/sheaf/guide/batch.md", "etc/sheaf/letters.toml",
                 "usr/share/man/man1/sheaf.1.gz",
                 "usr/share/bash-completion/completions/sheaf", "usr/share/zsh/vendor-completions/_sheaf",
                 "usr/share/fish/vendor_completions.d/sheaf.fish", "usr/lib/systemd/system/sheaf@.service", "usr/lib/systemd/system/sheaf@.timer"):
        assert (root / name).is_file(), f"{name} is not installed"
    licences = (root / "usr/share/doc/sheaf/copyright").read_text(encoding="utf-8")
    assert "License: MIT" in licences and "License: GPL-2.0-or-later" in licences, licences
    # Nothing leads to the place where it was built, and every library finds the installed one.
    for binary in [root / "usr/bin/sheaf", *(root / "usr/lib/sheaf/1").glob("*.so")]:
        dynamic = run("readelf", "--dynamic", binary).stdout
        paths = re.findall(r"R(?:UN)?PATH.*\[(.*)\]", dynamic)
        assert all(path.startswith("$ORIGIN") for path in paths), (binary, paths)
        libraries = run("ldd", binary).stdout
        assert "not found" not in libraries, (binary, libraries)
        for found in re.findall(r"libsheaf(?:-html)?\.so\.1 => (\S+)", libraries):
            assert Path(found).resolve().is_relative_to(root.resolve()), (binary, found)


def check_program(options, root, scratch):
    """As a user, from a folder that has nothing to do with the build."""
    sheaf = root / "usr/bin/sheaf"
    letter = options.source / "samples/letters/send-saltmarsh-bay.docx"
    run(sheaf, "plugins", cwd=scratch)
    run(sheaf, "convert", "-q", letter, "-o", "out", cwd=scratch)
    expected = options.source / "samples/letters/expected/send-saltmarsh-bay.docx.json"
    if expected.is_file():
        assert (scratch / "out/send-saltmarsh-bay.docx.json").read_bytes() == expected.read_bytes()


def check_job(options, root, scratch):
    """The job as it is installed, with other folders."""
    job = root / "etc/sheaf/letters.toml"
    text = job.read_text(encoding="utf-8")
    inputs, state = scratch / "letters", root / "var/lib/sheaf/letters"
    inputs.mkdir()
    state.mkdir(parents=True)
    for name in ("send-saltmarsh-bay.docx", "sif-kestrelford.docx"):
        shutil.copy(options.source / "samples/letters" / name, inputs)
    for old, new in (('"/srv/letters"', f'"{inputs}"'), ('"/var/lib/sheaf/letters"', f'"{state}"'),
                     ('"/usr/', f'"{root}/usr/')):
        assert old in text, (old, text)
        text = text.replace(old, new)
    changed = scratch / "letters.toml"
    changed.write_text(text, encoding="utf-8")
    cron = (root / "usr/share/doc/sheaf/sheaf.cron").read_text(encoding="utf-8").splitlines()[-1]
    command = cron.split(maxsplit=6)[6]
    assert command == "nice /usr/bin/sheaf batch -q /etc/sheaf/letters.toml", command
    command = command.replace("/usr/bin", f"{root}/usr/bin").replace("/etc/sheaf/letters.toml", str(changed))
    run("sh", "-c", command, cwd=scratch)
    for name in ("index.html", "send-saltmarsh-bay.docx.json", "_archive/recommendation.csv"):
        assert (state / name).is_file(), f"the job made no {name}"
    status = run(root / "usr/bin/sheaf", "status", state).stdout
    assert "2 converted" in status, status


def check_units(root, scratch):
    if not shutil.which("systemd-analyze"):
        print("systemd-analyze is not installed: the units were not looked at")
        return
    units = scratch / "units"
    units.mkdir()
    for kind in ("service", "timer"):
        text = (root / f"usr/lib/systemd/system/sheaf@.{kind}").read_text(encoding="utf-8")
        (units / f"sheaf@.{kind}").write_text(text.replace("/usr/", f"{root}/usr/"), encoding="utf-8")
        (units / f"sheaf@letters.{kind}").symlink_to(f"sheaf@.{kind}")
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:/usr/lib/systemd/system:/lib/systemd/system"}
    found = run("systemd-analyze", "verify", "--man=no", units / "sheaf@letters.service", units / "sheaf@letters.timer",
                env=environment)
    own = [line for line in found.stdout.splitlines() if "sheaf" in line]
    assert not own, "\n".join(own)
    judged = run("systemd-analyze", "security", "--offline=true", "--no-pager", units / "sheaf@letters.service",
                 check=False, env=environment).stdout
    exposure = re.search(r"exposure level.*: ([0-9.]+)", judged)
    assert exposure and float(exposure[1]) < MOST_EXPOSED, judged


def test(options):
    for tool in ("cpack", "dpkg", "dpkg-deb", "dpkg-shlibdeps", "file", "readelf"):
        if not shutil.which(tool):
            print(f"skipped: {tool} is not installed")
            return SKIPPED
    if os.geteuid() != 0:
        print("skipped: only root may install packages")
        return SKIPPED
    # Not below a folder to which everybody may write: the program would load no plugin from there.
    with tempfile.TemporaryDirectory(dir=options.build) as folder:
        scratch = Path(folder)
        root = scratch / "root"
        machine = Machine(root)
        package = build_package(options, scratch / "package")
        check_again(options, scratch, package)
        check_package(package)
        check_lintian(package)
        machine.install(package)
        installed = files_below(root)
        check_installed(root)
        check_program(options, root, scratch)
        check_job(options, root, scratch)
        check_units(root, scratch)
        state = {name for name in files_below(root) if name.startswith("var/lib/sheaf/")}
        assert files_below(root) == installed | state, files_below(root) - installed - state

        wants = root / "etc/systemd/system/timers.target.wants"
        wants.mkdir(parents=True)
        (wants / "sheaf@letters.timer").symlink_to("/usr/lib/systemd/system/sheaf@.timer")
        stays = state | (files_below(root) & ACCOUNTS)
        machine.remove()
        assert files_below(root) == stays | {"etc/sheaf/letters.toml"}, files_below(root) ^ stays
        machine.purge()
        assert files_below(root) == stays, files_below(root) ^ stays
        assert not (root / "usr/lib/sheaf").exists() and not (root / "etc/sheaf").exists()
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=lambda name: Path(name).resolve(), required=True)
    parser.add_argument("--build", type=lambda name: Path(name).resolve(), required=True)
    sys.exit(test(parser.parse_args()))
