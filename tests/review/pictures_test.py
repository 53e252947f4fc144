"""The pictures that the server shows are those that Poppler's own program draws, pixel by pixel.

pictures_test.py PROGRAM SOURCE

Anti-aliasing may differ a little. How much is allowed is measured against what must be noticed: another page, the page turned,
and the page a hundredth larger.
"""
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

from office import Office

PROGRAM, SOURCE = sys.argv[1:3]
LETTERS = ["sif-kestrelford-tagged.pdf", "other-prison-thornhulme-tagged.pdf"]
DPI = 110
MOST_OFF = 0.002  # share of the pixels that may be plainly another grey
PLAINLY = 48      # of 255


class Picture:
    """Grey values, row by row."""

    def __init__(self, width, height, rows):
        self.width, self.height, self.rows = width, height, rows

    def turned(self):
        return Picture(self.width, self.height, [row[::-1] for row in self.rows[::-1]])


def read_png(data):
    """A PNG file of eight bits a channel, not interlaced (ISO/IEC 15948)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, head = 8, b"", None
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            head = struct.unpack(">IIBBBBB", data[at + 8:at + 8 + length])
        elif kind == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    width, height, depth, colour, _, _, interlaced = head
    assert depth == 8 and not interlaced
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    raw, size, before, rows = zlib.decompress(packed), width * channels, bytes(width * channels), []
    for y in range(height):
        kind, row = raw[y * (size + 1)], bytearray(raw[y * (size + 1) + 1:(y + 1) * (size + 1)])
        if kind == 2:
            row = bytearray((a + b) & 255 for a, b in zip(row, before))
        elif kind:
            for i in range(size):
                left = row[i - channels] if i >= channels else 0
                above, corner = before[i], before[i - channels] if i >= channels else 0
                if kind == 1:
                    guess = left
                elif kind == 3:
                    guess = (left + above) // 2
                else:
                    near = left + above - corner
                    a, b, c = abs(near - left), abs(near - above), abs(near - corner)
                    guess = left if a <= b and a <= c else above if b <= c else corner
                row[i] = (row[i] + guess) & 255
        before = bytes(row)
        rows.append(before[::channels] if channels < 3 else before[1::channels])  # green says most of the grey
    return Picture(width, height, rows)


def poppler(letter, page, dpi=DPI):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile", str(letter),
                        folder + "/page"], check=True)
        data = Path(folder, "page.ppm").read_bytes()
    _, size, _, pixels = data.split(b"\n", 3)
    width, height = map(int, size.split())
    return Picture(width, height, [pixels[y * width * 3 + 1:(y + 1) * width * 3:3] for y in range(height)])


def share_off(a, b):
    """The share of the pixels of the part that both have in which they are plainly different."""
    width, height = min(a.width, b.width), min(a.height, b.height)
    off = sum(abs(x - y) > PLAINLY for row, other in zip(a.rows, b.rows) if row[:width] != other[:width]
              for x, y in zip(row, other))
    return off / (width * height)


@unittest.skipUnless(shutil.which("pdftoppm"), "there is no pdftoppm")
class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.office = Office(PROGRAM, SOURCE, LETTERS)
        cls.office.batch()
        cls.context = cls.office.server()
        cls.browser = cls.context.__enter__().enter()

    @classmethod
    def tearDownClass(cls):
        cls.context.__exit__(None, None, None)

    def pages(self):
        """Each page: its letter, its number, and the server's picture."""
        for number in (1, 2):
            page = self.browser.letter(number)
            name = next(letter for letter in LETTERS if letter in page)
            for sheet in range(1, page.count('class="sheet"') + 1):
                answer, data = self.browser.get(f"/letter/{number}/page/{sheet}.png")
                self.assertEqual(answer.status, 200)
                yield self.office.letters / name, sheet, read_png(data)

    def test_every_page_is_what_poppler_draws(self):
        seen = 0
        for letter, page, ours in self.pages():
            theirs = poppler(letter, page)
            # A part of a pixel at the edge is one for the one and none for the other.
            self.assertLessEqual(max(abs(ours.width - theirs.width), abs(ours.height - theirs.height)), 1)
            self.assertLess(share_off(ours, theirs), MOST_OFF, (letter.name, page))
            seen += 1
        self.assertGreater(seen, 2)

    def test_another_page_a_turn_and_another_scale_are_noticed(self):
        letter, page, ours = next(one for one in self.pages() if one[1] == 2)
        for what, other in [("another page", poppler(letter, 1)), ("turned", poppler(letter, page).turned()),
                            ("larger", poppler(letter, page, DPI * 1.01))]:
            self.assertGreater(share_off(ours, other), 5 * MOST_OFF, what)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
