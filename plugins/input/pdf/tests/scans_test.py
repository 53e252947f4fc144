#!/usr/bin/env python3
"""scans_test.py --source FOLDER --build FOLDER

Letters as scanners make them: pages that are pictures, laid askew or sideways, with a text layer or without. They are
made here from the sample letters and from a few lines of text, and converted by the program as it was built.
"""
import argparse
import difflib
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

SKIP = 77
TEXT_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def write_pdf(path, pages):
    """`pages` are (width, height, content, picture, rotation); the picture is (columns, rows, bytes) in grey, or None."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", TEXT_FONT]
    kids = []
    for width, height, content, picture, rotation in pages:
        resources = b"/Font<</F1 3 0 R>>"
        if picture:
            columns, rows, pixels = picture
            packed = zlib.compress(pixels)
            objects.append(b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
                           b"/Filter/FlateDecode/Length %d>>stream\n" % (columns, rows, len(packed))
                           + packed + b"\nendstream")
            resources += b"/XObject<</Im %d 0 R>>" % len(objects)
        objects.append(b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream")
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Rotate %d/Contents %d 0 R/Resources<<%s>>>>"
                       % (width, height, rotation, len(objects), resources))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out = b"%PDF-1.5\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    path.write_bytes(out)


def pictures_of(pdf, dpi, folder):
    """The pages of a letter as (columns, rows, bytes)."""
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", str(pdf), str(folder / "page")], check=True)
    pictures = []
    for file in sorted(folder.glob("page*.pgm")):
        header, size, depth, pixels = file.read_bytes().split(b"\n", 3)
        columns, rows = map(int, size.split())
        pictures.append((columns, rows, pixels))
        file.unlink()
    return pictures


def speckled(picture, count):
    """Dirt of a few pixels, the same at each call."""
    columns, rows, pixels = picture
    pixels = bytearray(pixels)
    chance = random.Random(7)
    for _ in range(count):
        x, y = chance.randrange(columns - 2), chance.randrange(rows - 2)
        for row in range(2):
            pixels[(y + row) * columns + x:(y + row) * columns + x + 2] = b"\x20\x20"
    return columns, rows, bytes(pixels)


def shown(width, height, degrees=0.0):
    """Content that shows the page's picture, turned about the middle of the page."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = width / 2 * (1 - c) + height / 2 * s, height / 2 * (1 - c) - width / 2 * s
    return b"q %f %f %f %f %f %f cm %g 0 0 %g 0 0 cm /Im Do Q" % (c, s, -s, c, x, y, width, height)


def text_lines(lines, mode):
    """Lines of text from the top of a page of 400 by 300 points, in a render mode."""
    out = b"BT /F1 12 Tf %d Tr 40 260 Td 20 TL" % mode
    for line in lines:
        out += b" (" + line.encode("cp1252") + b") Tj T*"
    return out + b" ET"


class Scans(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def convert(self, pdf, ocr="auto", environment=None, pipeline=None):
        if pipeline is None:
            pipeline = self.folder / f"{ocr}.toml"
            pipeline.write_text('format = 1\nname = "scans"\n[[input]]\nuse = "pdf"\n'
                                f'ocr = "{ocr}"\n[[output]]\nuse = "json"\n')
        done = subprocess.run([options.build / "bin/sheaf", "convert", "--check", "-p", pipeline, pdf, "-o", "-"],
                              capture_output=True, text=True, env={**os.environ, **(environment or {})})
        self.assertIn(done.returncode, (0, 3), done.stderr)
        return json.loads(done.stdout)

    def codes(self, letter):
        return [d["code"] for d in letter["diagnostics"]]

    def page_of_text(self, name, lines, layer=None):
        """A page whose picture shows some lines, with a layer of other lines or of none."""
        plain = self.folder / "plain.pdf"
        write_pdf(plain, [(400, 300, text_lines(lines, 0), None, 0)])
        (picture,) = pictures_of(plain, 200, self.folder)
        path = self.folder / name
        content = shown(400, 300) + (b" " + text_lines(layer, 3) if layer else b"")
        write_pdf(path, [(400, 300, content, picture, 0)])
        return path

    LINES = ["The harbour wall was inspected in spring.", "The stones are sound in every part.",
             "The council should repair the northern steps.", "Nobody may moor there until then."]
    OTHERS = ["Minutes of the allotment society, autumn.", "Seven members asked for longer hoses.",
              "A prize was given for the largest marrow.", "The next meeting is on a Tuesday."]

    def test_a_letter_on_skewed_dirty_pages_gives_the_records_of_its_text(self):
        source = options.source / "samples/letters/jtai-brackenshire-untagged.pdf"
        pipeline = options.source / "pipelines/inspection-letters.toml"
        scan = self.folder / "scan.pdf"
        pages = [(595, 842, shown(595, 842, 1.4 if i % 2 else -0.8), speckled(picture, 300), 0)
                 for i, picture in enumerate(pictures_of(source, 150, self.folder))]
        write_pdf(scan, pages)
        want, got = self.convert(source, pipeline=pipeline), self.convert(scan, pipeline=pipeline)
        self.assertTrue(got["source"]["ocr"])
        self.assertFalse(want["source"]["ocr"])
        self.assertIn("pdf-ocr", self.codes(got))
        self.assertEqual([s["title"] for s in got["sections"]], [s["title"] for s in want["sections"]])
        self.assertEqual([s["level"] for s in got["sections"]], [s["level"] for s in want["sections"]])
        texts = lambda letter: [r["text"] for r in letter["records"]["recommendation"]]
        self.assertEqual(len(texts(got)), len(texts(want)))
        alike = [difflib.SequenceMatcher(None, read, printed, autojunk=False).ratio() > 0.97
                 for read, printed in zip(texts(got), texts(want))]
        # A footnote whose raised mark was not read as one may stand between the halves of one item; the letter is
        # doubtful then.
        self.assertGreaterEqual(sum(alike), len(alike) - 1)
        if not all(alike):
            self.assertIn("doubtful", [d["severity"] for d in got["diagnostics"]])
        self.assertEqual(got["ledger"]["unaccounted"], 0)
        # Every word bears a confidence, and every box lies on the page as it is shown.
        spans = [span for block in got["blocks"] for span in block.get("spans", [])]
        self.assertTrue(spans)
        self.assertTrue(all(0 <= span.get("confidence", 1) <= 1 for span in spans))
        self.assertTrue(any(span.get("confidence", 1) < 1 for span in spans))

    def test_pages_that_lie_sideways_or_upside_down_are_read(self):
        source = options.source / "samples/letters/other-footbridge-untagged.pdf"
        (picture,) = pictures_of(source, 150, self.folder)
        words = lambda letter: " ".join(b.get("text", "") for b in letter["blocks"] if b["kind"] != "furniture")
        want = words(self.convert(source))
        for turn in (90, 180):
            with self.subTest(turn=turn):
                scan = self.folder / f"turned-{turn}.pdf"
                write_pdf(scan, [(595, 842, shown(595, 842), picture, turn)])
                got = self.convert(scan)
                self.assertGreater(
                    difflib.SequenceMatcher(None, words(got), want, autojunk=False).ratio(), 0.95)
                page = got["pages"][0]
                self.assertEqual([round(page["width"]), round(page["height"])], [842, 595] if turn == 90 else [595, 842])

    def test_a_letter_with_pages_of_text_and_pages_of_pictures_keeps_the_text(self):
        plain = self.folder / "plain.pdf"
        write_pdf(plain, [(400, 300, text_lines(self.OTHERS, 0), None, 0)])
        (picture,) = pictures_of(plain, 200, self.folder)
        mixed = self.folder / "mixed.pdf"
        write_pdf(mixed, [(400, 300, text_lines(self.LINES, 0), None, 0), (400, 300, shown(400, 300), picture, 0)])
        letter = self.convert(mixed)
        text = " ".join(block.get("text", "") for block in letter["blocks"])
        for line in self.LINES + self.OTHERS:
            self.assertIn(line, text)
        (note,) = [d for d in letter["diagnostics"] if d["code"] == "pdf-ocr"]
        self.assertEqual(note["page"], 2)

    def test_a_text_layer_that_fits_is_kept(self):
        letter = self.convert(self.page_of_text("fits.pdf", self.LINES, self.LINES))
        self.assertNotIn("pdf-text-layer", self.codes(letter))
        self.assertNotIn("pdf-layer-differs", self.codes(letter), letter["diagnostics"])
        self.assertEqual(letter["source"]["ocr"], "layer")
        self.assertFalse([s for b in letter["blocks"] for s in b.get("spans", []) if "confidence" in s])

    def test_a_layer_with_another_word_on_one_line_is_doubted_on_that_line(self):
        first = self.LINES[0].split()
        for number, changed in enumerate((first[:-1], first[:2] + ["never"] + first[2:], first[:-1] + ["otherwise"])):
            letter = self.convert(self.page_of_text(f"word-{number}.pdf", self.LINES, [" ".join(changed)] + self.LINES[1:]))
            (found,) = [d for d in letter["diagnostics"] if d["code"] == "pdf-layer-differs"]
            self.assertEqual(found["severity"], "doubtful")
            self.assertEqual(found["page"], 1)

    def test_a_layer_with_another_figure_is_doubted(self):
        shown, said = "They are to reply within 3 days.", "They are to reply within 8 days."
        letter = self.convert(self.page_of_text("figure.pdf", [*self.LINES, shown], [*self.LINES, said]))
        (found,) = [d for d in letter["diagnostics"] if d["code"] == "pdf-layer-differs"]
        self.assertIn("`8`", found["message"])

    def test_a_text_layer_that_says_something_else_makes_the_letter_doubtful(self):
        letter = self.convert(self.page_of_text("other.pdf", self.LINES, self.OTHERS))
        (found,) = [d for d in letter["diagnostics"] if d["code"] == "pdf-text-layer"]
        self.assertEqual(found["severity"], "doubtful")
        self.assertEqual(found["page"], 1)

    def test_a_text_layer_over_an_empty_picture_makes_the_letter_doubtful(self):
        letter = self.convert(self.page_of_text("empty.pdf", [], self.OTHERS))
        self.assertIn("pdf-text-layer", self.codes(letter))

    def test_always_reads_the_picture_and_not_the_layer(self):
        letter = self.convert(self.page_of_text("always.pdf", self.LINES, self.OTHERS), ocr="always")
        text = " ".join(block.get("text", "") for block in letter["blocks"])
        self.assertIn(self.LINES[0], text)
        self.assertNotIn("allotment", text)
        self.assertEqual(letter["ledger"]["refused_by_reason"], {"replaced by OCR": sum(len(o.replace(" ", "")) for o in self.OTHERS)})

    def test_never_says_that_nothing_was_read(self):
        letter = self.convert(self.page_of_text("never.pdf", self.LINES), ocr="never")
        self.assertIn("pdf-no-text", self.codes(letter))
        self.assertFalse(letter["source"]["ocr"])

    def test_without_language_data_the_letter_says_what_to_install(self):
        letter = self.convert(self.page_of_text("no-data.pdf", self.LINES),
                              environment={"TESSDATA_PREFIX": str(self.folder)})
        (found,) = [d for d in letter["diagnostics"] if d["code"] == "pdf-ocr-missing"]
        self.assertEqual(found["severity"], "doubtful")
        self.assertIn("tesseract-ocr-eng", found["hint"])

    def test_the_same_scan_gives_the_same_bytes(self):
        scan = self.page_of_text("same.pdf", self.LINES)
        self.assertEqual(self.convert(scan), self.convert(scan))

    def test_an_empty_page_among_pages_that_were_read_is_no_loss(self):
        scan = self.folder / "scan.pdf"
        plain = self.folder / "plain.pdf"
        write_pdf(plain, [(400, 300, text_lines(lines, 0), None, 0) for lines in (self.LINES, [])])
        write_pdf(scan, [(400, 300, shown(400, 300), picture, 0) for picture in pictures_of(plain, 200, self.folder)])
        letter = self.convert(scan)
        self.assertIn(self.LINES[0], " ".join(block.get("text", "") for block in letter["blocks"]))
        self.assertNotIn("pdf-no-text", self.codes(letter))

    def test_a_scan_of_nothing_but_empty_pages_is_doubtful(self):
        letter = self.convert(self.page_of_text("blank.pdf", []))
        (found,) = [d for d in letter["diagnostics"] if d["code"] == "pdf-no-text"]
        self.assertEqual((found["severity"], found["message"]), ("doubtful", "no page holds any text"))

    def test_a_letter_with_text_does_not_load_tesseract(self):
        pipeline = self.folder / "plain.toml"
        pipeline.write_text('format = 1\nname = "plain"\n[[input]]\nuse = "pdf"\n[[output]]\nuse = "json"\n')
        done = subprocess.run([options.build / "bin/sheaf", "convert", "-p", pipeline, "-o", "-",
                               options.source / "samples/letters/other-footbridge-tagged.pdf"],
                              capture_output=True, text=True, env={**os.environ, "LD_DEBUG": "files"})
        loaded = {line.split("file=")[1].split()[0] for line in done.stderr.splitlines() if "file=" in line}
        self.assertTrue(any("sheaf-pdf.so" in file for file in loaded))
        self.assertEqual([file for file in loaded if "tesseract" in file or "pdf-ocr" in file], [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--build", type=Path, required=True)
    options, rest = parser.parse_known_args()
    data = Path(os.environ.get("TESSDATA_PREFIX", "/usr/share/tesseract-ocr/5/tessdata"))
    if not (data / "eng.traineddata").exists():
        print("skipped: the package tesseract-ocr-eng is not installed")
        sys.exit(SKIP)
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
