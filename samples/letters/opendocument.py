"""Writes a letter as flat OpenDocument XML (ODF 1.3), with true styles, lists, an outline, notes and an index."""
import base64
import re

from markup import headings, inline, signature, target
from wordprocessing import escape

NAMESPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in (
    ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"),
    ("fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"),
    ("meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
    ("dc", "http://purl.org/dc/elements/1.1/"), ("xlink", "http://www.w3.org/1999/xlink")))


def spaced(text):
    """OpenDocument squeezes white space as HTML does."""
    return escape(text)


class Fodt:
    def __init__(self, letter, pages):
        self.letter, self.pages = letter, pages
        self.notes = {}
        self.marks = self.tables = self.pictures = 0
        self.number_lists = set()  # lists that have begun

    def inlines(self, text, look=""):
        out = ""
        for kind, part in inline(text):
            if kind == "line":
                out += "<text:line-break/>"
            elif kind == "note":
                number = self.notes.setdefault(part, len(self.notes) + 1)
                out += (f'<text:note text:id="ftn{number}" text:note-class="footnote"><text:note-citation>{number}'
                        '</text:note-citation><text:note-body><text:p text:style-name="Footnote">'
                        f"{spaced(self.letter.notes[part])}</text:p></text:note-body></text:note>")
            elif kind == "link":
                out += f'<text:a xlink:type="simple" xlink:href="{target(part)}">{spaced(part)}</text:a>'
            else:
                style = look or {"bold": "Bold", "italic": "Italic"}.get(kind, "")
                out += f'<text:span text:style-name="{style}">{spaced(part)}</text:span>' if style else spaced(part)
        return out

    def paragraph(self, style, content):
        return f'<text:p text:style-name="{style}">{content}</text:p>\n'

    def in_list(self, style, level, content, go_on=False):
        """A list of one item: lists that belong together go on counting."""
        more = ' text:continue-numbering="true"' if go_on else ""
        inner = f"<text:list-item>{content}</text:list-item>"
        for _ in range(level - 1):
            inner = f"<text:list-item><text:list>{inner}</text:list></text:list-item>"
        return f'<text:list text:style-name="{style}"{more}>{inner}</text:list>\n'

    def counted(self, style, level, content):
        go_on = style in self.number_lists
        self.number_lists.add(style)
        return self.in_list(style, level, content, go_on)

    def block(self, block, in_cell=False, look=""):
        text = block.text
        if block.kind == "heading":
            return self.heading(block)
        if block.kind == "numbered":
            nested = self.letter.get("numbers") == "1.1"
            content = f'<text:p text:style-name="Body">{self.inlines(text)}</text:p>'
            return self.counted("Headings", 2, content) if nested else self.counted("Numbers", 1, content)
        if block.kind == "bullet":
            return self.in_list("Bullets", max(block.level, 1),
                                f'<text:p text:style-name="Body">{self.inlines(text, look)}</text:p>')
        if block.kind in ("address", "small"):
            return self.paragraph(block.kind.capitalize(), self.inlines(text))
        if block.kind == "break":
            return self.paragraph("Page_20_break", "")
        if block.kind == "contents":
            return self.contents()
        if block.kind == "signature":
            return self.paragraph("Body", self.picture(text))
        if block.kind == "box":
            return self.table([[("".join(self.block(child) for child in block.children), 1)]], 1) + self.paragraph("Body", "")
        if block.kind == "table":
            return self.data_table(block) + self.paragraph("Body", "")
        return self.paragraph("Body", self.inlines(text, look))

    def heading(self, block):
        self.marks += 1
        mark = f'<text:bookmark text:name="heading{self.marks}"/>'
        if not block.styled:
            return self.paragraph("Body", mark + self.inlines(block.text, f"Look{block.level}"))
        content = (f'<text:h text:style-name="Heading_20_{block.level}" text:outline-level="{block.level}">'
                   f"{mark}{self.inlines(block.text)}</text:h>")
        return self.counted("Headings", 1, content) if block.numbered else content + "\n"

    def contents(self):
        low, _, high = self.letter.get("contents-levels", "2-3").partition("-")
        out = ""
        for number, heading in enumerate(headings(self.letter.blocks), 1):
            if not (int(low) <= heading.level <= int(high) and number in self.pages):
                continue
            text = re.sub(r"\[\^\w+\]", "", heading.text)
            out += self.paragraph("Contents", f'<text:a xlink:type="simple" xlink:href="#heading{number}">{spaced(text)}'
                                  f"<text:tab/>{self.pages[number]}</text:a>")
        return ('<text:table-of-content text:name="Contents"><text:table-of-content-source/>'
                f"<text:index-body>\n{out}</text:index-body></text:table-of-content>\n")

    def picture(self, name):
        self.pictures += 1
        data = base64.b64encode(signature(name)).decode()
        return (f'<draw:frame draw:name="Picture {self.pictures}" text:anchor-type="as-char" svg:width="5.08cm" '
                f'svg:height="1.27cm"><draw:image draw:mime-type="image/png"><office:binary-data>{data}</office:binary-data>'
                f"</draw:image><svg:desc>{escape('Signature of ' + name)}</svg:desc></draw:frame>")

    def data_table(self, block):
        options = block.options
        header = int(options.get("header", "1"))
        rows = []
        for number, row in enumerate(block.rows):
            look = "Bold" if number < header else ""
            rows.append([("".join(self.block(part, True, look) for part in cell.blocks), cell.span) for cell in row])
        widths = options["widths"].split(",")
        return self.table(rows, len(widths), header if options.get("repeat", "yes") == "yes" else 0,
                          options.get("borders", "yes") == "yes")

    def table(self, rows, columns, header_rows=0, borders=True):
        self.tables += 1
        style = "Ruled" if borders else "Plain"
        out = [f'<table:table table:name="Table{self.tables}"><table:table-column '
               f'table:number-columns-repeated="{columns}"/>\n']
        for number, row in enumerate(rows):
            cells = ""
            for content, span in row:
                wide = f' table:number-columns-spanned="{span}"' if span > 1 else ""
                cells += (f'<table:table-cell table:style-name="{style}" office:value-type="string"{wide}>{content}'
                          "</table:table-cell>" + "<table:covered-table-cell/>" * (span - 1))
            line = f"<table:table-row>{cells}</table:table-row>\n"
            out.append(f"<table:table-header-rows>{line}</table:table-header-rows>" if number < header_rows else line)
        return "".join(out) + "</table:table>\n"

    def running(self, kind, text):
        content = ""
        for line in text.split(" // "):
            line = escape(line).replace("{page}", "<text:page-number>1</text:page-number>")
            line = line.replace("{pages}", "<text:page-count>1</text:page-count>")
            content += self.paragraph("Running", re.sub(" *\\| *", "<text:tab/>", line))
        return f"<style:{kind}>{content}</style:{kind}>"

    def write(self, path):
        letter = self.letter
        body = "".join(self.block(block) for block in letter.blocks)
        master = "".join(self.running(kind, letter.get(key)) for kind, key in (
            ("header", "header"), ("header-first", "header-first"),
            ("footer", "footer"), ("footer-first", "footer-first")))
        path.write_text(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES} office:version="1.3" '
            'office:mimetype="application/vnd.oasis.opendocument.text">\n'
            f'<office:meta><meta:generator>Sheaf samples</meta:generator><dc:title>{escape(letter.get("property-title"))}'
            "</dc:title><meta:initial-creator>Sheaf samples</meta:initial-creator><dc:language>en-GB</dc:language>"
            f"</office:meta>\n{styles(letter)}"
            '<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties '
            'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2.2cm"/><style:header-style/><style:footer-style/>'
            "</style:page-layout></office:automatic-styles>\n"
            f'<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">{master}'
            f"</style:master-page></office:master-styles>\n<office:body><office:text>\n{body}</office:text></office:body>\n"
            "</office:document>\n", encoding="utf-8")


def styles(letter):
    size, font = int(letter.get("size", "11")), letter.get("font", "Arial")

    def style(name, family="paragraph", text="", paragraph="", parent=""):
        shown = f' style:display-name="{name.replace("_20_", " ")}"' if "_20_" in name else ""
        base = f' style:parent-style-name="{parent}"' if parent else ""
        properties = f"<style:paragraph-properties {paragraph}/>" if paragraph else ""
        return (f'<style:style style:name="{name}"{shown} style:family="{family}"{base}>{properties}'
                f"<style:text-properties {text}/></style:style>\n")

    out = (f'<style:default-style style:family="paragraph"><style:text-properties fo:font-family="{font}" '
           f'fo:font-size="{size}pt" fo:language="en" fo:country="GB"/></style:default-style>\n')
    out += style("Standard") + style("Body", paragraph='fo:margin-bottom="0.28cm"', parent="Standard")
    for level in (1, 2, 3, 4):
        weight = "normal" if letter.get(f"weight-{level}") == "regular" else "bold"
        look = (f'fo:font-size="{letter.get(f"size-{level}", str(size))}pt" fo:font-weight="{weight}" '
                f'fo:color="#{letter.get("heading-color", "000000")}"')
        out += style(f"Heading_20_{level}", text=look, parent="Standard")
        bold = f'fo:font-size="{letter.get(f"size-{level}", "12")}pt" fo:font-weight="bold"'
        out += style(f"Look{level}", "text", bold)
    out += style("Address", paragraph='fo:margin-bottom="0.42cm"', parent="Standard")
    out += style("Small", text='fo:font-size="9pt"', parent="Standard")
    out += style("Running", text='fo:font-size="8pt"', parent="Standard")
    out += style("Footnote", text='fo:font-size="9pt"', parent="Standard") + style("Contents", parent="Standard")
    out += style("Page_20_break", paragraph='fo:break-before="page"', parent="Standard")
    out += style("Bold", "text", 'fo:font-weight="bold"') + style("Italic", "text", 'fo:font-style="italic"')
    for name, border in (("Ruled", "0.5pt solid #000000"), ("Plain", "none")):
        out += (f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties '
                f'fo:border="{border}" fo:padding="0.1cm"/></style:style>\n')
    bullet = letter.get("bullet", "•")
    symbol = '<style:text-properties fo:font-family="Wingdings"/>' if ord(bullet) >= 0xF000 else ""
    pattern = letter.get("heading-number", "%1")
    prefix, suffix = pattern.split("%1")
    out += ('<text:list-style style:name="Headings"><text:list-level-style-number text:level="1" style:num-format="1" '
            f'style:num-prefix="{prefix}" style:num-suffix="{suffix}"/><text:list-level-style-number text:level="2" '
            'style:num-format="1" text:display-levels="2"/></text:list-style>\n'
            '<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1" '
            'style:num-suffix="."/></text:list-style>\n'
            f'<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="{bullet}">'
            f'{symbol}</text:list-level-style-bullet><text:list-level-style-bullet text:level="2" text:bullet-char="–"/>'
            "</text:list-style>\n")
    return f"<office:styles>\n{out}</office:styles>\n"
