"""The markup in which the sample letters are written; README.md describes it."""
import re
import struct
import zlib
from dataclasses import dataclass, field
from math import cos, sin


@dataclass
class Block:
    kind: str                   # heading, paragraph, numbered, bullet, address, small, table, box, break, ...
    text: str = ""
    level: int = 0
    styled: bool = True         # of a heading: by style, else by bold type alone
    numbered: bool = False      # of a heading
    rows: list = field(default_factory=list)      # of a table: source text, then cells
    children: list = field(default_factory=list)  # of a box
    options: dict = field(default_factory=dict)


@dataclass
class Letter:
    name: str
    settings: dict
    blocks: list
    notes: dict

    def get(self, key, default=""):
        return self.settings.get(key, default)


MARKERS = re.compile(r"(?P<mark>!?#{1,4}\+?|\+|--?|>|~|\||@\w+|===|\[\[|\]\]|\[\^\w+\]:)(?: (?P<rest>.*))?$")


def parse(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    settings = {}
    while lines and lines[0].strip():
        key, _, value = lines.pop(0).partition(":")
        settings[key.strip()] = value.strip()
    top, notes = [], {}
    open_lists, current = [top], None
    for line in lines:
        match = MARKERS.match(line)
        if not line.strip():
            current = None
        elif match:
            mark, rest = match["mark"], match["rest"] or ""
            if mark == "[[":
                box = Block("box")
                open_lists[-1].append(box)
                open_lists.append(box.children)
                current = None
            elif mark == "]]":
                open_lists.pop()
                current = None
            elif mark == "|":
                current.rows.append(rest)
            elif mark == ">" and current and current.kind == "address":
                current.text += " // " + rest
            else:
                current = start(mark, rest, notes)
                if current.kind != "note":
                    open_lists[-1].append(current)
        elif current and current.kind == "table":
            current.rows[-1] += " " + line.strip()
        elif current:
            current.text += " " + line.strip()
        else:
            current = Block("paragraph", line.strip())
            open_lists[-1].append(current)
        if current and current.kind == "note":
            notes[current.options["id"]] = current.text
    finish_tables(top)
    return Letter(path.stem, settings, top, notes)


def start(mark, rest, notes):
    if mark.startswith("[^"):
        return Block("note", rest, options={"id": mark[2:-2]})
    if "#" in mark:
        return Block("heading", rest, mark.count("#"), styled=mark[0] != "!", numbered=mark.endswith("+"))
    if mark == "@table":
        return Block("table", options=dict(word.split("=") for word in rest.split()))
    if mark[0] == "@":
        return Block(mark[1:], rest)
    kind = {"+": "numbered", "-": "bullet", "--": "bullet", ">": "address", "~": "small", "===": "break"}[mark]
    return Block(kind, rest, level=len(mark) if kind == "bullet" else 0)


@dataclass
class Cell:
    blocks: list
    span: int = 1  # columns


def finish_tables(blocks):
    """Turns the rows' source text into cells. `;;` parts the paragraphs of a cell, `<2>` in front spans two columns."""
    for block in blocks:
        finish_tables(block.children)
        if block.kind != "table":
            continue
        block.rows = [[cell_of(text) for text in re.split(r" \| ?", row)] for row in block.rows]


def cell_of(text):
    span = re.match(r"<(\d)> ", text)
    cell = Cell([], int(span[1]) if span else 1)
    for part in text[span.end() if span else 0:].split(";;"):
        match = MARKERS.match(part.strip())
        cell.blocks.append(start(match["mark"], match["rest"] or "", {}) if match
                           else Block("paragraph", part.strip()))
    return cell


INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|(?<!\w)_(?P<italic>[^_]+?)_(?!\w)|\[\^(?P<note>\w+)\]"
                    r"|<(?P<link>[^ >]+)>|(?P<line> // )")


def inline(text):
    """Yields (kind, text) with kind text, bold, italic, note, link or line."""
    at = 0
    for match in INLINE.finditer(text):
        if match.start() > at:
            yield "text", text[at:match.start()]
        yield match.lastgroup, match[match.lastgroup]
        at = match.end()
    if at < len(text):
        yield "text", text[at:]


def target(link):
    return link if "://" in link else "mailto:" + link


def headings(blocks):
    for block in blocks:
        if block.kind == "heading":
            yield block
        yield from headings(block.children)
        for row in block.rows:
            for cell in row:
                yield from headings(cell.blocks)


def signature(name):
    """A picture like a signature: a curve that the name determines. PNG, 240 x 60, grey."""
    width, height = 240, 60
    seed = zlib.crc32(name.encode())
    dots = [bytearray(b"\xff" * width) for _ in range(height)]
    for step in range(6000):
        t = step / 6000
        x = 10 + 200 * t + 14 * sin(40 * t + seed % 7)
        y = 30 + (18 - 12 * t) * sin(34 * t + seed % 5) * cos((9 + seed % 4) * t)
        for dx, dy in ((0, 0), (1, 0), (0, 1)):
            dots[int(y) + dy][int(x) + dx] = 20

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in dots), 9)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))
