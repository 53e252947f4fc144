"""samples/unpack/unpack.py: what it takes out, where it writes, and what it refuses."""
import contextlib
import importlib.util
import io
import sys
import tempfile
import unittest
import warnings
import zipfile
from email.message import EmailMessage
from pathlib import Path
from unittest import mock

SPEC = importlib.util.spec_from_file_location("unpack", Path(__file__).parents[2] / "samples/unpack/unpack.py")
unpack = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(unpack)


def zipped(*files):
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")  # two files of one name
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


class Unpack(unittest.TestCase):
    def setUp(self):
        keep = tempfile.TemporaryDirectory()
        self.addCleanup(keep.cleanup)
        self.path = Path(keep.name)
        self.given, self.out = self.path / "in", self.path / "out"
        self.given.mkdir()

    def run_on(self, **files):
        """Writes the files (`mail_eml` is `mail.eml`), runs, and gives the status, what was said and what is there."""
        for name, data in files.items():
            (self.given / name.replace("_", ".")).write_bytes(data)
        said = io.StringIO()
        with mock.patch.object(sys, "argv", ["unpack.py", str(self.given), "-o", str(self.out)]), \
                contextlib.redirect_stderr(said), self.assertRaises(SystemExit) as end:
            unpack.main()
        there = sorted(str(file.relative_to(self.out)) for file in self.out.rglob("*") if file.is_file())
        return end.exception.code, said.getvalue(), there

    def test_names_lead_nowhere_else_and_are_passed_over_by_nobody(self):
        status, said, there = self.run_on(a_zip=zipped(
            ("../../up.txt", "1"), ("/etc/root.txt", "2"), ("..\\win.txt", "3"), (".hidden", "4"), ("~$lock.docx", "5"),
            ("twice.txt", "6"), ("Twice.txt", "7"), ("line\nbreak.txt", "8"), ("__MACOSX/x", "9"), ("folder/", "")))
        self.assertEqual((status, said), (0, ""))
        self.assertEqual(there, ["a.zip/Twice~2.txt", "a.zip/_.hidden", "a.zip/_~$lock.docx", "a.zip/etc/root.txt",
                                 "a.zip/line_break.txt", "a.zip/twice.txt", "a.zip/up.txt", "a.zip/win.txt"])
        self.assertEqual(sorted(file.name for file in self.path.iterdir()), ["in", "out"])

    def test_what_is_in_files_inside_stands_behind_their_names(self):
        inner = EmailMessage()
        inner["From"], inner["Subject"] = "b@example.org", "old"
        inner.set_content("see there")
        inner.add_attachment(b"three", maintype="application", subtype="octet-stream", filename="c.docx")
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "a@example.org", "letters"
        mail.set_content("see there")
        mail.add_attachment(b"one", maintype="application", subtype="pdf", filename="Llythyr t\u0177.pdf")
        mail.add_attachment(zipped(("b.pdf", "two")), maintype="application", subtype="zip", filename="b.zip")
        mail.add_attachment(inner)
        status, said, there = self.run_on(mail_eml=bytes(mail))
        self.assertEqual((status, said), (0, ""))
        self.assertEqual(there, ["mail.eml/Llythyr t\u0177.pdf", "mail.eml/b.zip/b.pdf", "mail.eml/message.eml/c.docx"])

    def test_running_again_changes_only_what_has_changed(self):
        self.run_on(a_zip=zipped(("x.txt", "x"), ("y.txt", "y")))
        before = (self.out / "a.zip/x.txt").stat()
        self.assertEqual(self.run_on(a_zip=zipped(("x.txt", "x"), ("z.txt", "z")))[2], ["a.zip/x.txt", "a.zip/z.txt"])
        after = (self.out / "a.zip/x.txt").stat()
        self.assertEqual((before.st_ino, before.st_mtime_ns), (after.st_ino, after.st_mtime_ns))

    def test_what_cannot_be_taken_out_is_told_and_takes_nothing_away(self):
        whole = zipped(("bad.txt", "words"), ("good.txt", "others"))
        self.run_on(a_zip=whole)
        damaged = whole.replace(b"words", b"wards", 1)
        status, said, there = self.run_on(a_zip=damaged, cut_zip=whole[:20], none_eml=b"From: a@example.org\nSubject: x\n\nhello\n")
        self.assertEqual(status, 1)
        self.assertEqual(there, ["a.zip/bad.txt", "a.zip/good.txt"])
        self.assertEqual([line.split(":")[0] for line in said.splitlines()], ["a.zip/bad.txt", "cut.zip", "none.eml"])

    def test_limits(self):
        with mock.patch.object(unpack, "LARGEST_FILE", 10):
            status, said, there = self.run_on(a_zip=zipped(("large.txt", "x" * 11), ("small.txt", "x")))
        self.assertEqual((status, there), (1, ["a.zip/small.txt"]))
        self.assertIn("larger than", said)
        with mock.patch.object(unpack, "MOST_FILES", 2):
            status, said, there = self.run_on(a_zip=zipped(*((f"{k}.txt", "x") for k in range(9))))
        self.assertEqual((status, said.count("more than 2 files")), (1, 1))

    def test_the_folder_of_the_archives_is_no_place_for_their_files(self):
        self.out = self.given
        status, said, _ = self.run_on(a_zip=zipped(("x.txt", "x")))
        self.assertEqual((status, "name a folder that holds nothing else" in said), (1, True))


if __name__ == "__main__":
    unittest.main()
