"""Damaged and hostile letters, made from the sample letters and from nothing, the same ones in every run.

`files(samples)` gives each as (name, bytes, what must become of it, a text that must be read). What must become of it is a set
of exit statuses of `sheaf convert`: 0 converted, 3 doubtful, 1 failed.
"""
import io
import random
import zipfile
import zlib

READ, DOUBTED, FAILED = 0, 3, 1
ANY = {READ, DOUBTED, FAILED}
SENTINEL = "The lamp on the pier must be lit at dusk."


# ---- damage of any file ----

def truncated(name, data, end):
    yield f"{name}-empty{end}", b"", {FAILED}, ""
    for percent in (1, 10, 30, 50, 70, 90, 99):
        yield f"{name}-cut-{percent}{end}", data[:len(data) * percent // 100], ANY, ""


def flipped(name, data, end, count):
    for seed in range(count):
        bits = random.Random(seed)
        damaged = bytearray(data)
        for _ in range(bits.choice((1, 4, 16, 64))):
            damaged[bits.randrange(len(damaged))] ^= 1 << bits.randrange(8)
        yield f"{name}-flipped-{seed}{end}", bytes(damaged), ANY, ""


def shuffled(name, data, end):
    """Blocks of the file in another order, missing, or twice: what a broken disk or download leaves."""
    blocks = [data[at:at + 512] for at in range(0, len(data), 512)]
    for seed in range(3):
        mixed = list(blocks)
        random.Random(seed).shuffle(mixed)
        yield f"{name}-shuffled-{seed}{end}", b"".join(mixed), ANY, ""
    yield f"{name}-hole{end}", b"".join(blocks[:5] + [bytes(512)] * 5 + blocks[10:]), ANY, ""
    yield f"{name}-twice{end}", data + data, ANY, ""
    yield f"{name}-noise{end}", random.Random(1).randbytes(20000), {FAILED}, ""


# ---- PDF ----

def pdf(objects, trailer="", version="1.7"):
    """A file of these objects, {number: bytes}; object 1 is the catalog."""
    out = io.BytesIO()
    out.write(f"%PDF-{version}\n".encode())
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n")
    out.write(f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def stream(content, extra=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def one_page(content=None, page=b"", more=None, catalog=b""):
    """A letter of one page that shows the sentinel, with additions."""
    text = content if content is not None else b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % SENTINEL.encode()
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
               2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                  b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> %s >>" % page,
               4: stream(text),
               5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               6: stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")}
    objects.update(more or {})
    return pdf(objects)


def pdf_structures():
    shown = b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % SENTINEL.encode()
    read = {READ, DOUBTED}
    yield "sound", one_page(), read, SENTINEL
    # Loops.
    yield "loop-pages", one_page(more={2: b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>"}), ANY, ""
    yield "loop-parent", one_page(more={2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>"}), read, SENTINEL
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> >>"
    yield "loop-form", one_page(shown + b" /X Do", more={6: stream(b"/X Do /X Do", form)}), read, SENTINEL
    yield "loop-length", one_page(more={4: b"<< /Length 4 0 R >>\nstream\n" + shown + b"\nendstream"}), ANY, ""
    yield "loop-reference", one_page(more={5: b"5 0 R"}), ANY, ""
    yield "loop-outlines", one_page(catalog=b"/Outlines 7 0 R",
                                    more={7: b"<< /First 7 0 R /Last 7 0 R /Next 7 0 R /Title (a) >>"}), read, SENTINEL
    yield "loop-structure", one_page(catalog=b"/MarkInfo << /Marked true >> /StructTreeRoot 7 0 R", more={
        7: b"<< /Type /StructTreeRoot /K 8 0 R >>", 8: b"<< /S /P /P 7 0 R /K [8 0 R 7 0 R 0] /Pg 3 0 R >>"}), read, SENTINEL
    yield "loop-labels", one_page(catalog=b"/PageLabels 7 0 R", more={7: b"<< /Kids [7 0 R 7 0 R] >>"}), read, SENTINEL
    sound = one_page()
    yield "loop-previous", sound.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % sound.index(b"xref")), read, SENTINEL
    # Depth.
    deep = 100000
    yield "deep-arrays", one_page(more={7: b"[" * deep + b"]" * deep}, page=b"/Deep 7 0 R"), read, SENTINEL
    yield "deep-dictionaries", one_page(page=b"/Deep " + b"<< /D " * deep + b"1" + b" >>" * deep), ANY, ""
    yield "deep-states", one_page(b"q " * deep + shown), read, SENTINEL
    yield "deep-marks", one_page(b"/P BMC " * deep + shown), read, SENTINEL
    yield "deep-operands", one_page(b"[" * deep + b" " + shown), ANY, ""
    kids = {number: b"<< /S /Div /P %d 0 R /K %d 0 R >>" % (number - 1, number + 1) for number in range(8, 5008)}
    kids[5008] = b"<< /S /P /P 5007 0 R /Pg 3 0 R /K 0 >>"
    yield "deep-structure", one_page(b"/P << /MCID 0 >> BDC " + shown + b" EMC", catalog=b"/StructTreeRoot 7 0 R",
                                     more={7: b"<< /Type /StructTreeRoot /K 8 0 R >>", **kids}), read, SENTINEL
    # Bombs.
    bomb = zlib.compress(bytes(300 << 20), 9)
    yield "bomb-content", one_page(more={4: stream(bomb, b"/Filter /FlateDecode")}), ANY, ""
    twice = zlib.compress(bomb, 9)
    yield "bomb-twice", one_page(more={4: stream(twice, b"/Filter [/FlateDecode /FlateDecode]")}), ANY, ""
    yield "bomb-glyphs", one_page(shown + b" BT /F 1 Tf " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 100000 + b" ET"), ANY, ""
    yield "bomb-unicode", one_page(more={5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>", 7: stream(
        b"begincmap 1 beginbfrange <0000> <FFFF> <0000> endbfrange " * 2000 + b"endcmap")}), ANY, ""
    yield "bomb-font", one_page(more={
        5: b"<< /Type /Font /Subtype /TrueType /BaseFont /AAAAAA+F /FirstChar 65 /LastChar 65 /Widths [600] /FontDescriptor 7 0 R >>",
        7: b"<< /Type /FontDescriptor /FontName /AAAAAA+F /Flags 4 /FontFile2 8 0 R >>",
        8: stream(bomb, b"/Filter /FlateDecode")}), ANY, ""
    # Nonsense.
    yield "pages-billions", one_page(more={2: b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"}), ANY, ""
    yield "pages-none", one_page(more={2: b"<< /Type /Pages /Kids [] /Count 0 >>"}), {FAILED}, ""
    yield "page-huge", one_page(page=b"/MediaBox [0 0 1e30 1e30]"), ANY, ""
    yield "page-empty", one_page(page=b"/MediaBox [0 0 0 0]"), ANY, ""
    yield "numbers", one_page(b"BT /F 1e38 Tf 1e38 -1e38 Td 99999999999999999999 Tc (a) Tj ET " + shown), ANY, ""
    yield "operators", one_page(b"Tj TJ Td Do BDC EMC EMC Q Q Q gs sh ( \\ << >> [ ] " + shown), ANY, ""
    yield "encrypted", one_page()[:-1].replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /None /V 99 >>"), ANY, ""
    yield "no-root", one_page().replace(b"/Root 1 0 R", b"/Root 9 0 R"), ANY, ""
    yield "html", b"<!DOCTYPE html><html><body>This page has moved.</body></html>", {FAILED}, ""


# ---- DOCX ----

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def changed(data, parts):
    """The package with these parts in place of its own, or added; None leaves a part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in parts:
                new.writestr(zipfile.ZipInfo(info.filename), old.read(info), zipfile.ZIP_DEFLATED)
        for name, content in parts.items():
            if content is not None:
                new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def body(inner, head=""):
    return (f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{WORD}"><w:body>{inner}'
            f"<w:p><w:r><w:t>{SENTINEL}</w:t></w:r></w:p></w:body></w:document>")


def docx_structures(sample):
    read = {READ, DOUBTED}

    def document(inner, head="", **parts):
        return changed(sample, {"word/document.xml": body(inner, head), **parts})

    def styles(inner):
        return {"word/styles.xml": f'<w:styles xmlns:w="{WORD}">{inner}</w:styles>'}

    yield "sound", document(""), read, SENTINEL
    # Loops.
    loop = "".join(f'<w:style w:type="paragraph" w:styleId="S{i}"><w:basedOn w:val="S{(i + 1) % 3}"/></w:style>' for i in range(3))
    styled = '<w:p><w:pPr><w:pStyle w:val="S0"/></w:pPr><w:r><w:t>One.</w:t></w:r></w:p>'
    yield "loop-styles", document(styled, **styles(loop)), read, SENTINEL
    chain = "".join(f'<w:style w:type="paragraph" w:styleId="S{i}"><w:basedOn w:val="S{i + 1}"/></w:style>' for i in range(20000))
    yield "deep-styles", document(styled, **styles(chain)), read, SENTINEL
    note = (f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="1"><w:p><w:r><w:t>See</w:t><w:footnoteReference w:id="1"/></w:r>'
            "</w:p></w:footnote></w:footnotes>")
    yield "loop-notes", document('<w:p><w:r><w:t>Go</w:t><w:footnoteReference w:id="1"/></w:r></w:p>',
                                 **{"word/footnotes.xml": note}), read, SENTINEL
    # Depth.
    for tag, inner, count in (("sdt", "sdtContent", 20000), ("ins", "", 20000), ("smartTag", "", 20000)):
        opened = f"<w:{tag}>" + (f"<w:{inner}>" if inner else "")
        closed = (f"</w:{inner}>" if inner else "") + f"</w:{tag}>"
        yield f"deep-{tag}", document("<w:p>" + opened * count + closed * count + "</w:p>"), ANY, ""
    cell = "<w:tbl><w:tr><w:tc>"
    yield "deep-tables", document(cell * 2000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 2000), ANY, ""
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    yield "deep-fields", document("<w:p>" + field * 20000 + "</w:p>"), ANY, ""
    # Bombs.
    yield "bomb-part", changed(sample, {"word/document.xml": b" " * (700 << 20)}), {FAILED}, ""
    yield "bomb-text", document("<w:p><w:r><w:t>" + "x" * (100 << 20) + "</w:t></w:r></w:p>"), ANY, ""
    yield "bomb-parts", changed(sample, {f"word/media/{i}.xml": "" for i in range(20000)}), ANY, ""
    lol = '<!DOCTYPE w [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + "]>"
    yield "bomb-entities", document("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", lol), {FAILED}, ""
    outside = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield "entity-outside", document("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", outside), {FAILED}, ""
    wide = '<w:tr>' + '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc>' * 3 + "</w:tr>"
    yield "bomb-columns", document(f"<w:tbl>{wide}</w:tbl>"), read, SENTINEL
    # Nonsense.
    yield "outside-path", changed(sample, {"../../../tmp/outside.xml": "<a/>", "/etc/outside.xml": "<a/>"}), ANY, ""
    yield "no-document", changed(sample, {"word/document.xml": None}), {FAILED}, ""
    yield "no-types", changed(sample, {"[Content_Types].xml": None}), ANY, ""
    yield "no-styles", changed(sample, {"word/styles.xml": None, "word/numbering.xml": None}), ANY, ""
    yield "cut-xml", changed(sample, {"word/document.xml": body("")[:-40]}), ANY, ""
    yield "bytes-xml", changed(sample, {"word/document.xml": body("<w:p><w:r><w:t>").encode() + b"\xff\xfe\x00\x01"}), ANY, ""
    yield "numbers", document('<w:p><w:pPr><w:ind w:left="99999999999999999999"/><w:outlineLvl w:val="-7"/><w:numPr><w:ilvl '
                              'w:val="77"/><w:numId w:val="-1"/></w:numPr></w:pPr><w:r><w:t>One.</w:t></w:r></w:p>'), read, SENTINEL
    yield "zip-empty", b"PK\x05\x06" + bytes(18), {FAILED}, ""


# ---- ODT ----

SPACES = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in (
    ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
    ("fo", "xsl-fo-compatible")))
ODT = "application/vnd.oasis.opendocument.text"


def odt(inner, styles="", head="", **parts):
    """A package whose text shows the sentinel, with these parts in place of its own, or added."""
    content = (f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content {SPACES}><office:automatic-styles>'
               f"{styles}</office:automatic-styles><office:body><office:text>{inner}<text:p>{SENTINEL}</text:p></office:text>"
               "</office:body></office:document-content>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(zipfile.ZipInfo("mimetype"), ODT)
        for name, part in {"content.xml": content, **parts}.items():
            if part is not None:
                package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def odt_structures():
    read = {READ, DOUBTED}
    yield "sound", odt(""), {READ}, SENTINEL
    # Loops.
    loop = "".join(f'<style:style style:family="paragraph" style:name="S{i}" style:parent-style-name="S{(i + 1) % 3}"/>'
                   for i in range(3))
    yield "loop-styles", odt('<text:p text:style-name="S0">One.</text:p>', loop), read, SENTINEL
    yield "loop-lists", odt('<text:list xml:id="a" text:continue-list="a"><text:list-item><text:p>x</text:p></text:list-item>'
                            "</text:list>"), read, SENTINEL
    yield "loop-changes", odt(
        '<text:tracked-changes><text:changed-region xml:id="a"><text:deletion><text:p><text:change text:change-id="a"/>x'
        '</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p><text:change text:change-id="a"/>'
        "</text:p>"), read, SENTINEL
    # Depth.
    for tag in ("text:span", "text:section", "table:table", "text:list", "draw:g", "text:note"):
        yield f"deep-{tag[tag.index(':') + 1:]}", odt(f"<{tag}>" * 20000 + f"</{tag}>" * 20000), {FAILED}, ""
    # Bombs.
    yield "bomb-part", odt("", **{"content.xml": b" " * (300 << 20)}), {FAILED}, ""
    yield "bomb-spaces", odt('<text:p>a<text:s text:c="2000000000"/>b</text:p>'), read, SENTINEL
    yield "bomb-cells", odt('<table:table><table:table-column table:number-columns-repeated="2000000000"/><table:table-row '
                            'table:number-rows-repeated="2000000000"><table:table-cell '
                            'table:number-columns-repeated="2000000000"/></table:table-row></table:table>'), read, SENTINEL
    yield "bomb-spans", odt('<table:table><table:table-row><table:table-cell table:number-columns-spanned="2000000000" '
                            'table:number-rows-spanned="-7"><text:p>x</text:p></table:table-cell></table:table-row>'
                            "</table:table>"), read, SENTINEL
    lol = '<!DOCTYPE o [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + "]>"
    yield "bomb-entities", odt("<text:p>&j;</text:p>", head=lol), {FAILED}, ""
    yield "entity-outside", odt("<text:p>&a;</text:p>", head='<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), {FAILED}, ""
    # Nonsense.
    yield "no-content", odt("", **{"content.xml": None}), {FAILED}, ""
    yield "cut-xml", odt("", **{"content.xml": f"<office:document-content {SPACES}><office:body><office:text><text:p>cut"}), ANY, ""
    yield "wrong-root", odt("", **{"content.xml": "<html><body>x</body></html>"}), {FAILED}, ""
    yield "broken-styles", odt("", **{"styles.xml": "<office:document-styles"}), read, SENTINEL
    yield "encrypted", odt("", **{"META-INF/manifest.xml": "<m><file-entry><encryption-data/></file-entry></m>"}), {FAILED}, ""
    yield "outside-path", odt("", **{"../../../tmp/outside.xml": "<a/>"}), read, SENTINEL
    yield "numbers", odt('<text:list text:style-name="L"><text:list-item text:start-value="-99999999999"><text:h '
                         'text:outline-level="77">x</text:h></text:list-item></text:list>',
                         '<text:list-style style:name="L"><text:list-level-style-number text:level="99999" '
                         'text:start-value="99999999999" text:display-levels="-1" style:num-format="I"/></text:list-style>'), \
        read, SENTINEL
    wrong = bytearray(odt(""))
    place = wrong.index(b"content.xml")
    wrong[place - 30 + 14] ^= 1  # the checksum before the name ...
    wrong[wrong.rindex(b"content.xml") - 46 + 16] ^= 1  # ... and in the directory
    yield "checksum", bytes(wrong), {DOUBTED}, SENTINEL


# ---- web pages, e-mails, text ----

MHT = ('From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n'
       "--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
       f"<body><h1>Lamp</h1><p>{SENTINEL}</p>\r\n--x--\r\n").encode()


def other_structures():
    read = {READ, DOUBTED}
    yield "saved.mht", MHT, read, SENTINEL
    yield "saved-open.mht", MHT[:-6], read, SENTINEL
    nested = "".join(f'--b{i}\r\nContent-Type: multipart/related; boundary="b{i + 1}"\r\n\r\n' for i in range(5000))
    yield "saved-deep.mht", (b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b0"\r\n\r\n'
                             + nested.encode()), ANY, ""
    yield "saved-parts.mht", (b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
                              + b"--x\r\n" * 100000), ANY, ""
    page = f"<!DOCTYPE html><body>{'{}'}<p>{SENTINEL}</p>"
    yield "page-deep.html", page.replace("{}", "<div>" * 100000).encode(), ANY, ""
    yield "page-spans.html", page.replace("{}", '<table><tr><td colspan=99999999 rowspan=-1>x</table>').encode(), read, SENTINEL
    yield "page-entity.html", page.replace("{}", "&#0;&#x110000;&lol;<!ENTITY a 'b'>").encode(), read, SENTINEL
    yield "page-bytes.html", page.replace("{}", "<meta charset=utf-7>").encode() + b"\xff\xfe\x80", ANY, ""
    yield "text-one-line.txt", b"word " * (4 << 20), ANY, ""
    yield "text-marks.md", b"# a\n" + b"[" * 100000 + b"*_`" * 100000, ANY, ""
    yield "text-quotes.md", b"# a\n" + b"> " * 50000 + b"deep", ANY, ""
    mail = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: =?x?B?" + b"A" * 60000 + b"\r\n"
    yield "mail.eml", mail + b"Content-Type: multipart/mixed; boundary=\r\n\r\n----\r\n", {FAILED}, ""
    yield "archive.zip", zipped_files(3000), {FAILED}, ""
    yield "letter.rtf", b"{\\rtf1 " + b"{" * 100000, {FAILED}, ""


def zipped_files(count):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(zipfile.ZipInfo(f"{number}\n.pdf"), "x")
    return out.getvalue()


def files(samples):
    tagged = (samples / "other-footbridge-tagged.pdf").read_bytes()
    plain = (samples / "other-footbridge-untagged.pdf").read_bytes()
    word = (samples / "other-footbridge.docx").read_bytes()
    for name, data, end in (("tagged", tagged, ".pdf"), ("untagged", plain, ".pdf"), ("word", word, ".docx")):
        yield from truncated(name, data, end)
        yield from flipped(name, data, end, 12)
        yield from shuffled(name, data, end)
    flat = (samples / "other-footbridge.fodt").read_bytes()
    package = odt("<text:h>Lamp</text:h>" + f"<text:p>{SENTINEL}</text:p>" * 20)
    page = MHT.replace(b"</p>", b"</p>" * 100)
    for name, data, end in (("flat", flat, ".fodt"), ("package", package, ".odt"), ("saved", page, ".mht"),
                            ("markdown", b"# Lamp\n\n" + SENTINEL.encode() * 50, ".md")):
        yield from truncated(name, data, end)
        yield from flipped(name, data, end, 12)
        yield from shuffled(name, data, end)
    for name, data, status, text in odt_structures():
        yield f"odt-{name}.odt", data, status, text
    yield from other_structures()
    for name, data, status, text in pdf_structures():
        yield f"pdf-{name}.pdf", data, status, text
    for name, data, status, text in docx_structures(word):
        yield f"docx-{name}.docx", data, status, text
