"""What people typed into the tracker is in the next workbook, whatever they did to their copy of it."""
import datetime
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import openpyxl
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)
from openpyxl.comments import Comment

from batch import PIPELINE, PROGRAM, missing_confinement

SAMPLES = Path(PIPELINE).resolve().parent.parent / "samples/letters"


class Tracker(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keep = tempfile.TemporaryDirectory(prefix="sheaf-tracker-")
        cls.path = Path(cls.keep.name)
        cls.out, cls.ours = cls.path / "out", cls.path / "elsewhere/ours.xlsx"
        cls.archive = cls.out / "_archive/archive.xlsx"
        cls.ours.parent.mkdir()
        text = Path(PIPELINE).read_text(encoding="utf-8")
        for name in ("profiles", "registers"):
            text = text.replace(f'"{name}', f'"{Path(PIPELINE).resolve().parent}/{name}')
        cls.plain, cls.tracked = cls.path / "plain.toml", cls.path / "tracked.toml"
        cls.plain.write_text(text, encoding="utf-8")
        cls.tracked.write_text(text.replace('use = "xlsx"', 'use = "xlsx"\ntracker = "elsewhere/ours.xlsx"'), encoding="utf-8")

    def setUp(self):
        done = self.batch(self.plain)
        self.assertEqual(done.returncode, 0, done.stderr)
        shutil.copy(self.archive, self.ours)
        self.book = openpyxl.load_workbook(self.ours)
        self.sheet = self.book["Tracker"]

    def batch(self, pipeline):
        return subprocess.run([PROGRAM, "batch", pipeline, SAMPLES / "sif-kestrelford.docx", "-o", self.out,
                               "--confine", "off" if missing_confinement() else "require"], capture_output=True, text=True)

    def column(self, title):
        return [cell.value for cell in self.sheet[1]].index(title) + 1

    def type(self, row, title, value):
        self.sheet.cell(row, self.column(title)).value = value

    def carried(self, statuses=(0,)):
        """The next workbook."""
        self.book.save(self.ours)
        done = self.batch(self.tracked)
        self.assertIn(done.returncode, statuses, done.stderr)
        self.said = done.stderr
        return openpyxl.load_workbook(self.archive)

    def rows(self, book, sheet="Tracker"):
        if sheet not in book.sheetnames:
            return []
        head, *rows = book[sheet].iter_rows(values_only=True)
        return [dict(zip(head, row)) for row in rows]

    def texts(self, book):
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)

    def test_columns_that_were_renamed_added_or_have_no_title(self):
        ids = [row["Id"] for row in self.rows(self.book)]
        for title, new in (("Owner", "Lead officer"), ("Area", "Theme"), ("Id", "ID"), ("Letter", " letter ")):
            self.sheet.cell(1, self.column(title)).value = new
        last = self.sheet.max_column
        for i, title in enumerate(("Notes", "Notes", "Date", None)):
            self.sheet.cell(1, last + 1 + i).value = title
            self.sheet.cell(2, last + 1 + i).value = f"typed {i}"
        self.type(3, "Lead officer", "Ann Mere")
        rows = self.rows(self.carried())
        self.assertEqual([row["Id"] for row in rows], ids)
        self.assertEqual((rows[0]["Notes"], rows[0]["Notes (2)"], rows[0]["Date (2)"], rows[0][f"Column {last + 4}"]),
                         ("typed 0", "typed 1", "typed 2", "typed 3"))
        self.assertEqual(rows[1]["Lead officer"], "Ann Mere")
        self.assertNotIn("xlsx-left-over", self.said)

    def test_columns_that_were_renamed_to_titles_of_others(self):
        head = [cell.value for cell in self.sheet[1]]
        for names in ({"Origin": "Area", "Area": "Origin"}, {"Origin": "Area", "Area": "Theme"},
                      {"Reference": "No.", "Recommendation": "Text", "Area": "Reference", "Check": "Sum"}):
            for title, new in names.items():
                self.sheet.cell(1, head.index(title) + 1).value = new
            self.sheet.cell(2, head.index("Owner") + 1).value = "Ann Mere"
            book = self.carried()
            self.assertEqual(self.rows(book)[0]["Owner"], "Ann Mere", names)
            self.assertEqual(self.rows(book, "Tracker, left over"), [], names)
            self.assertNotIn("Comments", self.rows(book)[0])
            self.setUp()
        # What somebody wrote over is told, also below another title.
        self.sheet.cell(1, head.index("Origin") + 1).value = "Area"
        self.sheet.cell(1, head.index("Area") + 1).value = "Theme"
        self.sheet.cell(2, head.index("Origin") + 1).value = "Cabinet"
        self.assertEqual(len(self.rows(self.carried(), "Tracker, left over")), 1)

    def test_rows_that_were_sorted_removed_copied_or_added(self):
        head, *rows = [list(row) for row in self.sheet.iter_rows(values_only=True)]
        owner, identity = head.index("Owner"), head.index("Id")
        for i, row in enumerate(rows):
            row[owner] = f"owner {i}"
        expected = {row[identity]: row[owner] for row in rows[1:]}
        copy = list(rows[2])
        copy[owner] = "owner of the copy"
        added = [None] * len(head)
        added[4] = "a row of our own"
        self.sheet.delete_rows(2, len(rows))
        for row in [*reversed(rows[1:]), copy, added]:
            self.sheet.append(row)
        self.sheet.insert_rows(1, 2)
        self.sheet["B1"] = "Kestrelford's tracker"
        book = self.carried()
        found = {row["Id"]: row["Owner"] for row in self.rows(book) if row["Owner"]}
        self.assertEqual(found, expected)
        left = {row["Why it is here"]: row for row in self.rows(book, "Tracker, left over")}
        self.assertEqual(left["another row stands beside the same record"]["Owner"], "owner of the copy")
        self.assertEqual(left["a row that somebody added"]["Recommendation"], "a row of our own")
        self.assertEqual(left["it stood above the tracker"]["Column 2"], "Kestrelford's tracker")
        self.assertEqual(len(left), 3)
        self.assertIn("xlsx-left-over", self.said)

    def test_a_copied_row_that_alone_is_filled_in_is_the_record_s(self):
        row = [cell.value for cell in self.sheet[2]]
        row[self.column("Owner") - 1] = "Ann Mere"
        self.sheet.append(row)
        book = self.carried()
        self.assertEqual(self.rows(book)[0]["Owner"], "Ann Mere")

    def test_values_of_every_kind(self):
        typed = {"Owner": datetime.datetime(2026, 3, 12), "Action": datetime.datetime(2026, 3, 12, 14, 30),
                 "Status": "12/03/2026", "Evidence": 0.5}
        for title, value in typed.items():
            self.type(2, title, value)
        self.sheet.cell(2, self.column("Evidence")).number_format = "0%"
        self.type(3, "Owner", datetime.time(9, 5))
        self.type(3, "Action", True)
        self.type(3, "Status", 1234.1)
        self.type(3, "Evidence", " two\nlines, “quoted” & <b> ")
        rows = self.rows(self.carried())
        self.assertEqual([rows[0][title] for title in typed], ["2026-03-12", "2026-03-12T14:30", "12/03/2026", "50%"])
        self.assertEqual([rows[1][title] for title in typed], ["09:05", "true", "1234.1", " two\nlines, “quoted” & <b> "])

    def test_formulas_comments_and_links(self):
        self.type(2, "Owner", "=CONCATENATE(\"Ann\", \" Mere\")")
        self.type(3, "Owner", "Bo")
        self.sheet.cell(3, self.column("Owner")).comment = Comment("on leave", "Ann")
        self.sheet.cell(3, self.column("Recommendation")).comment = Comment("not for us", "Ann")
        self.type(4, "Evidence", "minutes")
        self.sheet.cell(4, self.column("Evidence")).hyperlink = "https://example.org/minutes"
        rows = self.rows(self.carried())
        self.assertEqual(rows[0]["Owner"], "=CONCATENATE(\"Ann\", \" Mere\")")
        self.assertIn("on leave", rows[1]["Comments"])
        self.assertIn("not for us", rows[1]["Comments"])
        self.assertEqual(rows[2]["Comments"], "Evidence: https://example.org/minutes")
        # As LibreOffice and Excel save a formula: with its value.
        self.assertEqual([cell.data_type for cell in self.sheet["A"] if cell.data_type == "f"], [])

    def test_words_that_were_written_over(self):
        self.type(2, "By when", "2027-01-31")
        self.type(3, "Origin", "Cabinet")
        book = self.carried()
        left = self.rows(book, "Tracker, left over")
        self.assertEqual(len(left), 2)
        self.assertEqual((left[0]["By when"], left[1]["Origin"]), (datetime.datetime(2027, 1, 31), "Cabinet"))
        # The workbook itself is filled in next: what is left over stays, and is not told twice.
        shutil.copy(self.archive, self.ours)
        self.book = openpyxl.load_workbook(self.ours)
        self.assertEqual(self.rows(self.carried(), "Tracker, left over"), left)

    def test_other_sheets_and_what_was_written_on_the_tables_sheets(self):
        notes = self.book.create_sheet("Our notes", 0)
        notes.append(["Meeting", None, "Said"])
        notes.append([datetime.datetime(2026, 3, 12), None, "=B9"])
        notes["A9"] = "far below"
        self.book.create_sheet("LETTERS (2)").append(["kept, too"])
        sheet = self.book["recommendation"]
        sheet.cell(1, sheet.max_column + 1).value = "Seen by"
        sheet.cell(3, sheet.max_column).value = "the board"
        self.book["letters"].append([None, "a letter that is missing"])
        book = self.carried()
        texts = self.texts(book)
        for text in ("2026-03-12", "=B9", "far below", "kept, too", "the board", "a letter that is missing"):
            self.assertIn(text, texts)
        left = {row["Why it is here"]: row for row in self.rows(book, "Tracker, left over")}
        seen = left["it was written on the sheet `recommendation`"]
        self.assertEqual((seen["Seen by"], seen["Id"]), ("the board", self.rows(self.book, "recommendation")[1]["id"]))

    def test_a_tracker_without_its_check_or_another_column(self):
        self.type(2, "Owner", "Ann Mere")
        for title in ("Check", "Page", "Content", "Date"):
            self.sheet.delete_cols(self.column(title))
        book = self.carried()
        self.assertEqual(self.rows(book)[0]["Owner"], "Ann Mere")
        self.assertEqual(self.rows(book, "Tracker, left over"), [])
        self.assertNotIn("xlsx-left-over", self.said)

    def test_a_file_that_is_no_tracker_leaves_the_archive_as_it_was(self):
        before = self.archive.read_bytes()
        whole = self.ours.read_bytes()
        self.sheet.delete_rows(1)
        self.book.save(self.ours)
        headless = self.ours.read_bytes()
        for content in (headless, whole[:len(whole) // 2], b""):
            self.ours.write_bytes(content)
            done = self.batch(self.tracked)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("xlsx-unreadable", done.stderr)
            self.assertEqual(self.archive.read_bytes(), before)
        self.ours.unlink()
        self.assertIn("xlsx-unreadable", self.batch(self.tracked).stderr)
        # The file is saved again, while an office program has it open: its lock is a file beside it.
        self.ours.with_name("~$ours.xlsx").write_bytes(b"\x03Ann")
        self.ours.write_bytes(whole)
        self.assertEqual(self.batch(self.tracked).returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
