#!/usr/bin/env python3
"""Makes the sample letters from their sources: DOCX, flat ODT, some web pages, PDF by LibreOffice with and
without tags, PDF by Chromium.

    make.py [NAME...]           all letters, or those of sources/NAME.txt
    make.py --others [NAME...]  the flat ODT and the web pages alone, which need no other program

LibreOffice makes both of its PDFs from the DOCX file; Chromium prints the HTML form of the sources that ask for it
(`chromium: yes`). Standard library only.
"""
import base64
import itertools
import quopri
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True
from markup import headings, inline, parse, signature, target  # noqa: E402
from opendocument import Fodt  # noqa: E402
from wordprocessing import Docx, escape  # noqa: E402

HERE = Path(__file__).resolve().parent


# ---- HTML, for Chromium ---------------------------------------------------------------------------------

def html_inline(letter, text):
    out = ""
    for kind, part in inline(text):
        part = escape(part)
        if kind == "note":
            out += f"<sup>{list(letter.notes).index(part) + 1}</sup>"
        else:
            out += {"text": part, "bold": f"<b>{part}</b>", "italic": f"<i>{part}</i>", "line": "<br>",
                    "link": f'<a href="{target(part)}">{part}</a>'}[kind]
    return out


def html_block(letter, block):
    text = html_inline(letter, block.text)
    if block.kind == "heading":
        numbered = ' class="numbered"' if block.numbered else ""
        return f"<h{block.level}{numbered}>{text}</h{block.level}>\n"
    if block.kind == "table":
        rows = ""
        for number, row in enumerate(block.rows):
            tag = "th" if number < int(block.options.get("header", "1")) else "td"
            cells = "".join(f'<{tag} colspan="{cell.span}">' + "".join(html_block(letter, part) for part in cell.blocks)
                            + f"</{tag}>" for cell in row)
            rows += f"<tr>{cells}</tr>\n"
            if tag == "th":
                rows = f"<thead>{rows}</thead>"
        return f"<table>{rows}</table>\n"
    if block.kind == "box":
        return '<div class="box">' + "".join(html_block(letter, child) for child in block.children) + "</div>\n"
    if block.kind == "signature":
        data = base64.b64encode(signature(block.text)).decode()
        return f'<p><img alt="Signature of {text}" src="data:image/png;base64,{data}"></p>\n'
    if block.kind == "bullet":
        return f'<ul class="level{block.level}"><li>{text}</li></ul>\n'
    if block.kind == "break":
        return '<div style="break-after: page"></div>\n'
    return f'<p class="{block.kind}">{text}</p>\n'


def to_html(letter):
    nested = letter.get("numbers") == "1.1"
    number = 'counter(h) "." counter(p)' if nested else 'counter(p) "."'
    body = "".join(html_block(letter, block) for block in letter.blocks)
    body = re.sub(r'</ul>\n<ul class="level1">', "", body)
    notes = "".join(f'<p class="small"><sup>{number}</sup> {escape(note)}</p>\n'
                    for number, note in enumerate(letter.notes.values(), 1))
    bullet = letter.get("bullet", "•")
    marker = f'ul {{ list-style-type: "{bullet}  " }}' if bullet != "•" else ""
    footer = letter.get("footer").split("|")[0].split("//")[0].strip().replace('"', "")
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(letter.get("property-title"))}</title><style>
@page {{ size: A4; margin: 25mm 22mm; @bottom-left {{ content: "{footer}"; font: 8pt Arial }}
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages); font: 8pt Arial }} }}
body {{ font: {letter.get("size", "11")}pt/1.3 {letter.get("font", "Arial")}, sans-serif; margin: 0 }}
h1 {{ font-size: {letter.get("size-1")}pt }} h2 {{ font-size: {letter.get("size-2")}pt }}
h3 {{ font-size: {letter.get("size-3")}pt }} h4 {{ font-size: {letter.get("size-4", "11")}pt }}
h1, h2, h3, h4 {{ color: #{letter.get("heading-color", "000000")}; break-after: avoid }}
body {{ counter-reset: h p }}
h2.numbered {{ counter-increment: h; counter-set: p 0; position: relative; padding-left: 36pt }}
h2.numbered::before {{ content: counter(h); position: absolute; left: 0 }}
p.numbered {{ counter-increment: p; position: relative; padding-left: 36pt }}
p.numbered::before {{ content: {number}; position: absolute; left: 0 }}
table {{ border-collapse: collapse; width: 100% }} td, th {{ border: 1px solid; padding: 2pt 5pt; text-align: left;
  vertical-align: top }} td p, th p {{ margin: 2pt 0 }} .box {{ border: 1px solid; padding: 6pt }}
p.small {{ font-size: 9pt }} {marker}
</style></head><body>
{body}{"<hr>" + notes if notes else ""}</body></html>
"""


# ---- Web pages, as a council publishes a letter and as a browser saves it -------------------------------

NOTE = r"\[\^\w+\]"
SAVED_PAGES = ("other-footbridge",)  # in one file, as a browser saves a page


def bulleted(letter, level):
    sign = "–" if level == 2 else letter.get("bullet", "•")
    sign = "◼" if sign >= "\ue000" else sign  # what the symbol font shows
    return "<ul>" if sign == "•" else f"""<ul style="list-style-type: '{sign}'">"""


def to_web_page(letter, pages):
    """A page with what stands around a letter on a site. Numbers of one level are a list that goes on, others are typed."""
    body, chapter, number, depth, nested = "", 0, 0, 0, letter.get("numbers") == "1.1"
    for block in letter.blocks:
        level = block.level if block.kind == "bullet" else 0
        body += "</li></ul>\n" * (depth - level) + ("</li>\n" if 0 < level <= depth else "")
        body += bulleted(letter, level) if level > depth else ""
        depth = level
        if level:
            body += f"<li>{html_inline(letter, block.text)}"
        elif block.kind == "heading" and block.numbered:
            chapter, number = chapter + 1, 0 if nested else number
            body += html_block(letter, block).replace(">", f">{chapter} ", 1)
        elif block.kind == "numbered":
            number += 1
            text = html_inline(letter, block.text)
            body += (f"<p>{chapter}.{number} {text}</p>\n" if nested
                     else f'<ol start="{number}"><li>{text}</li></ol>\n')
        elif block.kind == "contents":
            low, _, high = letter.get("contents-levels", "2-3").partition("-")
            for at, heading in enumerate(headings(letter.blocks), 1):
                if int(low) <= heading.level <= int(high) and at in pages:
                    text = html_inline(letter, re.sub(NOTE, "", heading.text))
                    body += f'<p><a href="#heading{at}">{text} {pages[at]}</a></p>\n'
        else:
            body += html_block(letter, block)
    body += "</li></ul>\n" * depth
    body = body.replace('</ul>\n<ul class="level1">', "\n").replace('<ul class="level1">', bulleted(letter, 1))
    body = re.sub(r'<p class="\w+">', "<p>", body).replace(' colspan="1"', "").replace(' class="numbered"', "")
    body = re.sub(r"<sup>(\d+)</sup>", r'<sup><a href="#note\1">\1</a></sup>', body)
    if pages:
        count = itertools.count(1)
        body = re.sub(r"<h(\d)>", lambda match: f'<h{match[1]} id="heading{next(count)}">', body)
    for at, note in enumerate(letter.notes.values(), 1):
        body += f'<p id="note{at}"><sup>{at}</sup> {html_inline(letter, note)}</p>\n'
    title = escape(letter.get("property-title"))
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>{title}</title><meta name="author" content="Sheaf samples">
<style>nav li {{ display: inline }}</style><script>document.title += " - letters"</script></head>
<body>
<header><a href="/">Sample letters</a><form role="search"><input type="search" name="q"></form></header>
<nav><ul><li><a href="/letters">Letters</a></li><li><a href="/contact">Contact</a></li></ul></nav>
<main>
{body}</main>
<footer>A sample: place, people and findings are invented</footer>
</body>
</html>
"""


def saved_page(page):
    """The page as a browser saves it in one file (RFC 2557)."""
    lines = quopri.encodestring(page.encode()).decode().replace("\n", "\r\n")
    head = ("From: <Saved by Blink>", "Snapshot-Content-Location: https://letters.example.org/footbridge",
            "MIME-Version: 1.0", 'Content-Type: multipart/related; type="text/html"; boundary="----sample----"')
    part = ("------sample----", "Content-Type: text/html", "Content-Transfer-Encoding: quoted-printable",
            "Content-Location: https://letters.example.org/footbridge")
    return "\r\n".join((*head, "", *part, "", lines, "------sample------", ""))


def make_web_page(letter, pages):
    name, page = letter.name, to_web_page(letter, pages)
    kind, page = ("mht", saved_page(page)) if name in SAVED_PAGES else ("html", page)
    (HERE / f"{name}.{kind}").write_bytes(page.encode())


# ---- The files ------------------------------------------------------------------------------------------

def office_pdf(docx, pdf, tagged):
    options = '{"UseTaggedPDF":{"type":"boolean","value":"%s"}}' % str(tagged).lower()
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to",
                        "pdf:writer_pdf_Export:" + options, "--outdir", scratch, str(docx)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        pdf.write_bytes(Path(scratch, docx.stem + ".pdf").read_bytes())


def chromium_pdf(letter, pdf):
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch, "letter.html")
        page.write_text(to_html(letter), encoding="utf-8")
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--disable-sync",
                        f"--user-data-dir={scratch}/profile", "--no-pdf-header-footer", f"--print-to-pdf={pdf}",
                        page.as_uri()], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def pages_of_headings(letter, pdf):
    """The page of each heading that follows the table of contents, read back from the PDF."""
    pages = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True,
                           text=True).stdout.split("\f")
    texts = [re.sub(r"\[\^\w+\]", "", heading.text) for heading in headings(letter.blocks)]
    found, page = {}, 1 + next(n for n, text in enumerate(pages) if "Contents" in text)
    for number in range(texts.index("Contents") + 2, len(texts) + 1):
        while texts[number - 1] not in " ".join(pages[page].split()):
            page += 1
        found[number] = page + 1
    return found


def pages_in_docx(docx):
    """The pages in the table of contents of a DOCX letter, by the number of the heading."""
    with zipfile.ZipFile(docx) as package:
        document = package.read("word/document.xml").decode()
    return {int(number): int(page) for number, page in re.findall(
        r' PAGEREF _Toc(\d+) .*?w:fldCharType="separate"/></w:r><w:r><w:t>(\d+)', document)}


def make_others(name):
    letter = parse(HERE / "sources" / f"{name}.txt")
    pages = pages_in_docx(HERE / f"{name}.docx")
    Fodt(letter, pages).write(HERE / f"{name}.fodt")
    make_web_page(letter, pages)


def make(name):
    letter = parse(HERE / "sources" / f"{name}.txt")
    docx, tagged = HERE / f"{name}.docx", HERE / f"{name}-tagged.pdf"
    Docx(letter, {}).write(docx)
    office_pdf(docx, tagged, tagged=True)
    if any(block.kind == "contents" for block in letter.blocks):
        for _ in range(2):  # the contents have their full length in the second round only
            Docx(letter, pages_of_headings(letter, tagged)).write(docx)
            office_pdf(docx, tagged, tagged=True)
    office_pdf(docx, HERE / f"{name}-untagged.pdf", tagged=False)
    if letter.get("chromium") == "yes":
        chromium_pdf(letter, HERE / f"{name}-chromium.pdf")
    make_others(name)
    print(f"made {name}")


if __name__ == "__main__":
    names = sys.argv[1:]
    one = make_others if names[:1] == ["--others"] else make
    names = names[1:] if one is make_others else names
    for chosen in names or sorted(path.stem for path in (HERE / "sources").glob("*.txt")):
        one(chosen)
