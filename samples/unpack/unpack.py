#!/usr/bin/env python3
"""unpack.py INPUT... -o FOLDER: takes letters out of e-mails (.eml, .msg) and zip archives.

What is in `2024/mail.eml` is written as `FOLDER/2024/mail.eml/letter.pdf`: with FOLDER among the inputs of `sheaf batch`, each is a
letter of its own, under that name. An INPUT is such a file, or a folder in which they are looked for. What is in an e-mail or
archive inside is taken out, too: `mail.eml/letters.zip/letter.pdf`. Running it again changes nothing that is as it should be,
and takes away what an e-mail or archive of the same name held before.

Exit status: 0 when everything was taken out, 1 when something was not, or an input holds no file; each is told on standard error.

Outlook's messages (.msg) need the module olefile (Debian: python3-olefile).
"""
import argparse
import email
import email.errors
import email.header
import email.policy
import io
import os
import shutil
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

ENDINGS = (".eml", ".msg", ".zip")
DEEPEST = 3
MOST_FILES = 2000
LARGEST_FILE = 256 << 20
LARGEST_IN_ALL = 1 << 30


class Refused(Exception):
    """Why a container, or a file in it, is not taken out."""


def safe_path(name):
    """A path that stays where it is put, of names that every file system takes and that `sheaf batch` does not pass over."""
    parts = []
    for part in name.replace("\\", "/").split("/"):
        part = "".join("_" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in part).strip()
        if part in ("", ".", ".."):
            continue
        part = part.encode()[:150].decode(errors="ignore")
        parts.append("_" + part if part.startswith((".", "~")) else part)
    return "/".join(parts) or "_"


def files_of_zip(data):
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused(f"the archive cannot be read: {error}") from error
    for entry in archive.infolist():
        if not entry.is_dir() and not entry.filename.startswith("__MACOSX/"):
            yield entry.filename, lambda entry=entry: inflated(archive, entry)


def inflated(archive, entry):
    try:
        with archive.open(entry) as stream:
            return stream.read(LARGEST_FILE + 1)  # its checksum is verified at its end
    except (zipfile.BadZipFile, zipfile.zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise Refused(str(error)) from error


def files_of_message(data):
    yield from files_of_part(email.message_from_bytes(data, policy=email.policy.compat32))


def files_of_part(part):
    name = decoded(part.get_filename() or "")
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        yield name or "message.eml", part.get_payload(0).as_bytes
    elif part.is_multipart():
        for inner in part.get_payload():
            yield from files_of_part(inner)
    elif name:
        yield name, lambda: part.get_payload(decode=True) or b""


def decoded(name):
    try:
        return str(email.header.make_header(email.header.decode_header(name)))
    except (LookupError, UnicodeError, email.errors.HeaderParseError):
        return name


def files_of_outlook(data):
    """An attachment is a storage: property 3707 is its name, 3704 its short name, 3701 its bytes ([MS-OXMSG] 2.2.2)."""
    try:
        import olefile  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise Refused("e-mails of Outlook need the module olefile: apt-get install python3-olefile") from error
    try:
        message = olefile.OleFileIO(io.BytesIO(data))
        for storage in sorted({path[0] for path in message.listdir() if path[0].startswith("__attach_version1.0_#")}):
            def read(tag, storage=storage):
                path = [storage, "__substg1.0_" + tag]
                return message.openstream(path).read() if message.exists(path) else b""

            name = (read("3707001F") or read("3704001F")).decode("utf-16-le", "replace").rstrip("\0") \
                or (read("3707001E") or read("3704001E")).decode("cp1252", "replace").rstrip("\0")
            if name:
                yield name, lambda read=read: read("37010102")
    except (OSError, ValueError, IndexError) as error:
        raise Refused(f"the e-mail cannot be read: {error}") from error


class Unpacked:
    """What one container holds, by the path that each file gets."""

    def __init__(self):
        self.files, self.taken, self.size, self.problems = {}, set(), 0, []

    def take(self, name, data, depth=0):
        reader = {".zip": files_of_zip, ".eml": files_of_message, ".msg": files_of_outlook}[name[-4:].lower()]
        try:
            for member, read in reader(data):
                self.add(name + "/" + safe_path(member), read, depth)
        except Refused as error:
            self.problems.append(f"{name}: {error}")

    def add(self, path, read, depth):
        path = self.unique(path)
        try:
            if len(self.taken) > MOST_FILES:
                raise Refused(f"more than {MOST_FILES} files are inside")
            data = read()
            self.size += len(data)
            if len(data) > LARGEST_FILE or self.size > LARGEST_IN_ALL:
                raise Refused("it is larger than an e-mail or archive may be")
        except Refused as error:
            if len(self.taken) <= MOST_FILES + 1:
                self.problems.append(f"{path}: {error}")
            return
        if path.lower().endswith(ENDINGS) and depth + 1 < DEEPEST:
            self.take(path, data, depth + 1)
        else:
            self.files[path] = data

    def unique(self, path):
        stem, ending = os.path.splitext(path)
        count, result = 1, path
        while result.casefold() in self.taken:
            count += 1
            result = f"{stem}~{count}{ending}"
        self.taken.add(result.casefold())
        return result


def write(found, container, folder, target):
    """Puts the files below `folder`. What is as it should be is left alone; where nothing was refused, other files in
    `target` go."""
    time = container.stat().st_mtime_ns  # so that a batch sees that nothing is new
    wanted = {folder / path: data for path, data in found.files.items()}
    for below, _, names in os.walk(target, topdown=False) if not found.problems else ():
        for name in names:
            if Path(below, name) not in wanted:
                Path(below, name).unlink()
        if not os.listdir(below):
            os.rmdir(below)
    for path, data in wanted.items():
        try:
            if path.is_file() and path.read_bytes() == data:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
                file.write(data)
            os.chmod(file.name, 0o644)
            os.utime(file.name, ns=(time, time))
            os.replace(file.name, path)
        except OSError as error:
            found.problems.append(f"{path}: {error.strerror}")


def containers(inputs):
    """Files with the name that each gets: the path below the given folder, or the file's own."""
    for given in map(Path, inputs):
        if not given.is_dir():
            yield given, given.name
            continue
        for folder, folders, names in os.walk(given):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = Path(folder, name)
                if name.lower().endswith(ENDINGS) and not name.startswith(".") and not path.is_symlink():
                    yield path, str(path.relative_to(given))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", nargs="+")
    parser.add_argument("-o", dest="folder", type=Path, required=True)
    options = parser.parse_args()
    failed = False
    for path, name in containers(options.input):
        found, target = Unpacked(), options.folder / name
        if not path.is_file():
            found.problems.append(f"{name}: there is no such file")
        elif not name.lower().endswith(ENDINGS):
            found.problems.append(f"{name}: its name ends in none of {', '.join(ENDINGS)}")
        elif target.is_file():
            found.problems.append(f"{name}: {target} is a file; name a folder that holds nothing else")
        elif path.stat().st_size > LARGEST_IN_ALL:
            found.problems.append(f"{name}: it is larger than an e-mail or archive may be")
        else:
            found.take(path.name, path.read_bytes())
            write(found, path, target.parent, target)
            if not found.files and not found.problems:
                found.problems.append(f"{name}: no file is in it")
        failed = failed or bool(found.problems)
        for problem in found.problems:
            print(problem, file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
