"""Writes a letter as WordprocessingML (ECMA-376), with true styles, computed numbers, fields and footnotes."""
import html
import re
import zipfile

from markup import headings, inline, signature, target

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"')
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXT_WIDTH = 9354  # twips: A4 with margins of 2.2 cm


def escape(text):
    return html.escape(text, quote=False)


def run(text, properties=""):
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field_run(instruction, shown, properties=""):
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return "".join(f"<w:r>{properties}{part}</w:r>" for part in (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{escape(shown)}</w:t>",
        '<w:fldChar w:fldCharType="end"/>'))


class Docx:
    def __init__(self, letter, pages):
        self.letter = letter
        self.pages = pages          # number of a heading -> its page, for the table of contents
        self.relations = []         # (type, target, external)
        self.media = {}
        self.note_ids = {}
        self.bookmarks = 0
        self.relate("styles", "styles.xml")
        self.relate("numbering", "numbering.xml")
        self.relate("footnotes", "footnotes.xml")

    def relate(self, kind, where, external=False):
        self.relations.append((kind, where, external))
        return f"rId{len(self.relations)}"

    def runs(self, text, properties=""):
        out = ""
        for kind, part in inline(text):
            if kind == "line":
                out += "<w:r><w:br/></w:r>"
            elif kind == "note":
                self.note_ids.setdefault(part, len(self.note_ids) + 1)
                out += ('<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
                        f'<w:footnoteReference w:id="{self.note_ids[part]}"/></w:r>')
            elif kind == "link":
                out += (f'<w:hyperlink r:id="{self.relate("hyperlink", target(part), True)}">'
                        + run(part, '<w:rStyle w:val="Hyperlink"/>') + "</w:hyperlink>")
            else:
                style = {"bold": "<w:b/>", "italic": "<w:i/>"}.get(kind, "")
                out += run(part, properties or style)
        return out

    def paragraph(self, style, content, properties=""):
        style = f'<w:pStyle w:val="{style}"/>' if style else ""
        return f"<w:p><w:pPr>{style}{properties}</w:pPr>{content}</w:p>"

    def block(self, block, in_cell=False, centred=False):
        text = block.text
        if block.kind == "heading":
            return self.heading(block)
        if block.kind == "numbered":
            return self.paragraph("NumberedParagraph", self.runs(text))
        if block.kind == "bullet":
            return self.paragraph(f"ListBullet{block.level if block.level > 1 else ''}", self.runs(text))
        if block.kind in ("address", "small"):
            return self.paragraph(block.kind.capitalize(), self.runs(text))
        if block.kind == "break":
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        if block.kind == "contents":
            return self.contents()
        if block.kind == "signature":
            return self.paragraph("", self.picture(text))
        if block.kind == "box":
            cell = "".join(self.block(child) for child in block.children)
            return self.table_xml([[(cell, TEXT_WIDTH, 1)]], borders=True)
        if block.kind == "table":
            return self.table(block)
        return self.paragraph("TableText" if in_cell else "BodyText", self.runs(text),
                              '<w:jc w:val="center"/>' if centred else "")

    def heading(self, block):
        self.bookmarks += 1
        mark = f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="_Toc{self.bookmarks:08}"/>'
        end = f'<w:bookmarkEnd w:id="{self.bookmarks}"/>'
        if not block.styled:
            size = self.letter.get(f"size-{block.level}", "12")
            look = f'<w:b/><w:sz w:val="{int(size) * 2}"/>'
            return self.paragraph("BodyText", mark + self.runs(block.text, look) + end,
                                  '<w:keepNext/><w:spacing w:before="200" w:after="120"/>')
        style = f"Heading{block.level}" + ("Numbered" if block.numbered else "")
        return self.paragraph(style, mark + self.runs(block.text) + end)

    def contents(self):
        """A TOC field with the entries that Word would have cached."""
        low, _, high = self.letter.get("contents-levels", "2-3").partition("-")
        entries = [(number, heading) for number, heading in enumerate(headings(self.letter.blocks), 1)
                   if int(low) <= heading.level <= int(high) and number in self.pages]
        out = ""
        if not entries:
            return self.paragraph("TOC1", "")
        for position, (number, heading) in enumerate(entries):
            text = re.sub(r"\[\^\w+\]", "", heading.text)
            page = str(self.pages[number])
            before = after = ""
            if position == 0:
                before = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
                          f' TOC \\o "{low}-{high}" \\h </w:instrText></w:r>'
                          '<w:r><w:fldChar w:fldCharType="separate"/></w:r>')
            if position == len(entries) - 1:
                after = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            link = (f'<w:hyperlink w:anchor="_Toc{number:08}">' + run(text) + "<w:r><w:tab/></w:r>"
                    + field_run(f"PAGEREF _Toc{number:08} \\h", page) + "</w:hyperlink>")
            out += self.paragraph(f"TOC{heading.level - int(low) + 1}", before + link + after)
        return out

    def picture(self, name):
        file = f"signature{len(self.media) + 1}.png"
        self.media[file] = signature(name)
        relation = self.relate("image", f"media/{file}")
        alt = html.escape(f"Signature of {name}")
        number = len(self.media)
        return (f'<w:r><w:drawing><wp:inline><wp:extent cx="1828800" cy="457200"/>'
                f'<wp:docPr id="{number}" name="Picture {number}" descr="{alt}"/><a:graphic>'
                '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
                f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{file}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr>'
                f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
                '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1828800" cy="457200"/></a:xfrm>'
                '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
                '</wp:inline></w:drawing></w:r>')

    def table(self, block):
        options = block.options
        shares = [int(share) for share in options["widths"].split(",")]
        widths = [TEXT_WIDTH * share // 100 for share in shares]
        rows, header_rows = [], int(options.get("header", "1"))
        for number, row in enumerate(block.rows):
            cells, column = [], 0
            for position, cell in enumerate(row):
                centred = options.get("centre") == str(position + 1) and number >= header_rows
                content = "".join(self.block(part, in_cell=True, centred=centred) for part in cell.blocks)
                if number < header_rows:
                    content = content.replace("<w:r><w:t", "<w:r><w:rPr><w:b/></w:rPr><w:t")
                cells.append((content, sum(widths[column:column + cell.span]), cell.span))
                column += cell.span
            rows.append(cells)
        return self.table_xml(rows, options.get("borders", "yes") == "yes", header_rows,
                              options.get("middle") == "yes", widths,
                              options.get("repeat", "yes") == "yes", options.get("split", "yes") == "yes") + self.paragraph("Gap", "")

    def table_xml(self, rows, borders, header_rows=0, middle=False, widths=None, repeat=True,
                  split=True):
        kind = "single" if borders else "nil"
        edges = "".join(f'<w:{edge} w:val="{kind}" w:sz="6" w:space="0" w:color="000000"/>'
                        for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
        out = (f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
               '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
               '<w:left w:w="110" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="110" w:type="dxa"/>'
               '</w:tblCellMar></w:tblPr><w:tblGrid>'
               + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths or [TEXT_WIDTH]) + "</w:tblGrid>")
        for number, row in enumerate(rows):
            header = number < header_rows
            out += ("<w:tr><w:trPr>" + ("" if split else "<w:cantSplit/>")
                    + ("<w:tblHeader/>" if header and repeat else "") + "</w:trPr>")
            for content, width, span in row:
                out += (f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
                        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
                        + ('<w:shd w:val="clear" w:color="auto" w:fill="DDE5E9"/>' if header and borders else "")
                        + ('<w:vAlign w:val="center"/>' if middle else "") + f"</w:tcPr>{content}</w:tc>")
            out += "</w:tr>"
        return out + "</w:tbl>"

    def running(self, kind, text):
        """A header or footer part; `|` is a tab to the right edge, ` // ` a new line."""
        content = ""
        for line in text.split(" // "):
            runs = ""
            for piece in re.split(r"(\{page\}|\{pages\}| *\| *)", line):
                if piece.strip() == "|":
                    runs += "<w:r><w:tab/></w:r>"
                elif piece.startswith("{"):
                    runs += field_run({"{page}": "PAGE", "{pages}": "NUMPAGES"}[piece], "1")
                elif piece:
                    runs += run(piece)
            content += self.paragraph(kind.capitalize(), runs)
        tag = {"header": "hdr", "footer": "ftr"}[kind]
        return f"{XML}<w:{tag} {NAMESPACES}>{content}</w:{tag}>"

    def notes_xml(self):
        out = ('<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
               '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
               "</w:footnote>")
        for name, number in self.note_ids.items():
            mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            out += (f'<w:footnote w:id="{number}">'
                    + self.paragraph("FootnoteText", mark + run(" " + self.letter.notes[name])) + "</w:footnote>")
        return f"{XML}<w:footnotes {NAMESPACES}>{out}</w:footnotes>"

    def write(self, path):
        letter = self.letter
        body, previous = "", None
        for block in letter.blocks:
            if block.kind == "box" and previous == "box":
                body += self.paragraph("Gap", "")  # two tables that touch would be one
            body += self.block(block)
            if block.kind == "box":
                body += self.paragraph("Gap", "")
            previous = block.kind
        parts, references = {}, ""
        for kind in ("header", "footer"):
            for key, which in ((f"{kind}-first", "first"), (kind, "default")):
                file = f"{kind}{1 if which == 'first' else 2}.xml"
                parts[f"word/{file}"] = self.running(kind, letter.get(key))
                references += (f'<w:{kind}Reference w:type="{which}" '
                               f'r:id="{self.relate(kind, file)}"/>')
        section = (f'<w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1500" w:right="1276" '
                   'w:bottom="1300" w:left="1276" w:header="600" w:footer="600" w:gutter="0"/><w:titlePg/>'
                   "</w:sectPr>")
        parts["word/document.xml"] = (f"{XML}<w:document {NAMESPACES}><w:body>{body}{section}</w:body>"
                                      "</w:document>")
        parts["word/footnotes.xml"] = self.notes_xml()
        parts["word/styles.xml"] = styles(letter)
        parts["word/numbering.xml"] = numbering(letter)
        parts["word/_rels/document.xml.rels"] = relationships(
            [(f"{OFFICE}/{kind}", where, external) for kind, where, external in self.relations])
        parts["_rels/.rels"] = relationships([
            (f"{OFFICE}/officeDocument", "word/document.xml", False),
            ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
             "docProps/core.xml", False)])
        parts["docProps/core.xml"] = (
            f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
            + escape(letter.get("property-title")) + "</dc:title><dc:creator>Sheaf samples</dc:creator>"
            "<dc:language>en-GB</dc:language></cp:coreProperties>")
        main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        overrides = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{main}.{kind}+xml"/>' for name, kind in (
                ("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"),
                ("footnotes", "footnotes"), ("header1", "header"), ("header2", "header"),
                ("footer1", "footer"), ("footer2", "footer")))
        types = ('<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                 '<Default Extension="xml" ContentType="application/xml"/>'
                 '<Default Extension="png" ContentType="image/png"/>' + overrides
                 + '<Override PartName="/docProps/core.xml" '
                 'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>')
        types = f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>'
        parts = {"[Content_Types].xml": types, **parts}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in list(parts.items()) + [(f"word/media/{n}", d) for n, d in self.media.items()]:
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the same bytes on every day
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, content)


def relationships(relations):
    out = "".join(f'<Relationship Id="rId{number}" Type="{kind}" Target="{html.escape(where)}"'
                  + (' TargetMode="External"' if external else "") + "/>"
                  for number, (kind, where, external) in enumerate(relations, 1))
    return f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{out}</Relationships>'


def styles(letter):
    body = int(letter.get("size", "11"))
    font, color = letter.get("font", "Arial"), letter.get("heading-color", "000000")

    def style(identity, name, based="Normal", paragraph="", text="", kind="paragraph"):
        based = f'<w:basedOn w:val="{based}"/>' if based else ""
        default = ' w:default="1"' if identity == "Normal" else ""
        return (f'<w:style w:type="{kind}" w:styleId="{identity}"{default}><w:name w:val="{name}"/>{based}'
                f"<w:pPr>{paragraph}</w:pPr><w:rPr>{text}</w:rPr></w:style>")

    def spacing(before, after):
        return f'<w:spacing w:before="{before}" w:after="{after}"/>'

    def size(points):
        return f'<w:sz w:val="{int(float(points) * 2)}"/>'

    right = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    out = (f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'
           f'{size(body)}<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>')
    out += style("Normal", "Normal", "")
    out += style("BodyText", "Body Text", paragraph=spacing(0, 160))
    for level in (1, 2, 3, 4):
        look = ("" if letter.get(f"weight-{level}") == "regular" else "<w:b/>") + f'<w:color w:val="{color}"/>'
        look += size(letter.get(f"size-{level}", str(body)))
        outline = f'<w:keepNext/>{spacing(240 if level < 3 else 160, 120)}<w:outlineLvl w:val="{level - 1}"/>'
        out += style(f"Heading{level}", f"heading {level}", paragraph=outline, text=look)
        if level == 2:
            out += style("Heading2Numbered", "Numbered heading 2", "Heading2",
                         '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    nested = letter.get("numbers") == "1.1"
    out += style("NumberedParagraph", "Numbered paragraph", "BodyText",
                 f'<w:numPr><w:ilvl w:val="{1 if nested else 0}"/><w:numId w:val="{1 if nested else 2}"/></w:numPr>')
    out += style("ListBullet", "List Bullet", paragraph='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
                 + spacing(0, 100))
    out += style("ListBullet2", "List Bullet 2", "ListBullet",
                 '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>')
    out += style("TableText", "Table text", paragraph=spacing(20, 60))
    out += style("Gap", "Gap", paragraph='<w:spacing w:before="0" w:after="60" w:line="120" w:lineRule="exact"/>')
    out += style("Address", "Address", paragraph=spacing(0, int(letter.get("address-after", "240"))))
    out += style("Small", "Small print", paragraph=spacing(0, 120), text=size(9))
    out += style("Header", "header", paragraph=right, text=size(8))
    out += style("Footer", "footer", paragraph=right, text=size(8))
    for level in (1, 2, 3):
        tab = f'<w:tabs><w:tab w:val="right" w:leader="{letter.get("contents-leader", "dot")}" w:pos="{TEXT_WIDTH}"/></w:tabs>'
        out += style(f"TOC{level}", f"toc {level}", paragraph=tab + spacing(60, 60)
                     + f'<w:ind w:left="{(level - 1) * 240}" w:right="900"/>', text="<w:b/>" if level == 1 else "")
    out += style("FootnoteText", "footnote text", text=size(9))
    out += style("FootnoteReference", "footnote reference", "", text='<w:vertAlign w:val="superscript"/>',
                 kind="character")
    out += style("Hyperlink", "Hyperlink", "", text='<w:color w:val="0563C1"/><w:u w:val="single"/>',
                 kind="character")
    return f"{XML}<w:styles {NAMESPACES}>{out}</w:styles>"


def numbering(letter):
    bullet = letter.get("bullet", "•")
    symbol = ('<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings" w:hint="default"/></w:rPr>'
              if ord(bullet) >= 0xF000 else "")

    def level(number, form, text, indent, hanging, extra="", look=""):
        return (f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
                f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent}" '
                f'w:hanging="{hanging}"/></w:pPr>{look}</w:lvl>')

    def abstract(number, levels):
        return (f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}'
                "</w:abstractNum>")

    nested = letter.get("numbers") == "1.1"
    # The number of a heading is its style's, the number of a paragraph the second level of the same list.
    outline = (level(0, "decimal", letter.get("heading-number", "%1"), 720, 720,
                     '<w:pStyle w:val="Heading2Numbered"/>')
               + level(1, "decimal", "%1.%2", 720, 720, '<w:pStyle w:val="NumberedParagraph"/>' if nested else ""))
    out = abstract(1, outline)
    out += abstract(2, level(0, "decimal", "%1.", 567, 567,
                             "" if nested else '<w:pStyle w:val="NumberedParagraph"/>'))
    out += abstract(3, level(0, "bullet", bullet, 425, 425, look=symbol) + level(1, "bullet", "–", 850, 425))
    out += "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3))
    return f"{XML}<w:numbering {NAMESPACES}>{out}</w:numbering>"
