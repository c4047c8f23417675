"""Archives and XML made to explode: bombs, entities, depth, lying headers, passwords."""

# ruff: noqa: E501 (a row a file)
from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from tests.hostile.damage import packed
from tests.ingest.read.samples import docx, p, tbl, tc, tr

_MEGABYTE = 1 << 20
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def word(document: bytes | str) -> bytes:
    """A .docx with this document.xml, whatever it is."""
    main = f'<Relationship Id="r" Type="{_KIND}/officeDocument" Target="word/document.xml"/>'
    data = document.encode() if isinstance(document, str) else document
    return packed(
        [
            ("_rels/.rels", f'<Relationships xmlns="{_RELATIONS}">{main}</Relationships>'.encode()),
            ("word/document.xml", data),
        ]
    )


def sheet(rows: str, merged: str = "", head: str = "", styles: str = "") -> bytes:
    """A .xlsx of one sheet with these rows as XML."""
    top = f'<Relationship Id="r" Type="{_KIND}/officeDocument" Target="xl/workbook.xml"/>'
    links = (
        f'<Relationship Id="r1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_KIND}/styles" Target="styles.xml"/>'
    )
    book = (
        f'<workbook xmlns="{_X}" xmlns:r="{_KIND}"><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    merge = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{top}</Relationships>',
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_X}">{styles}</styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_X}">{head}<sheetData>{rows}</sheetData>{merge}</worksheet>',
    }
    return packed([(name, part.encode()) for name, part in parts.items()])


def _body(inner: str) -> str:
    return f'<w:document xmlns:w="{_W}"><w:body>{inner}</w:body></w:document>'


def flat_bomb(megabytes: int = 2000) -> bytes:
    """A document.xml of blanks that unpacks to gigabytes."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("word/x.xml", "x")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * _MEGABYTE)
    return data.getvalue()


def nested_bomb() -> bytes:
    """An archive of archives of archives."""
    data = b"0" * _MEGABYTE
    for level in range(6):
        data = packed([(f"word/{level}_{nth}.zip", data) for nth in range(10)])
    return data


def lying(declared: int) -> bytes:
    """A part whose header declares another size than it unpacks to."""
    body = _body(p("城乡居民参保100万人。") * 20_000).encode()
    data = bytearray(word(body))
    real = struct.pack("<I", len(body))
    return bytes(data.replace(real, struct.pack("<I", declared)))


def overlapping() -> bytes:
    """A directory of thousands of names for one and the same stretch of data."""
    body = zlib.compress(b"0" * _MEGABYTE, 9)[2:-4]
    sums = struct.pack("<III", zlib.crc32(b"0" * _MEGABYTE), len(body), _MEGABYTE)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sums + struct.pack("<HH", 5, 0) + b"word/" + body
    names = [f"word/{nth:06}".encode() for nth in range(60_000)]
    entries = b"".join(
        b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sums + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
        for name in names
    )  # fmt: skip
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(entries), len(local), 0)
    return local + entries + end


def entities(kind: str) -> str:
    """A document.xml whose entities expand without end, or fetch what is outside."""
    words = _body(p("&a9;"))
    match kind:
        case "laughs":
            inner = '<!ENTITY a0 "医保">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        case "quadratic":
            inner, words = f'<!ENTITY a9 "{"医" * 50_000}">', _body(p("&a9;" * 50_000))
        case "loop":
            inner = '<!ENTITY a9 "&a8;"><!ENTITY a8 "&a9;">'
        case "parameter":
            inner = '<!ENTITY % x SYSTEM "file:///etc/passwd"> %x; <!ENTITY a9 "x">'
        case _:
            inner = f'<!ENTITY a9 SYSTEM "{kind}">'
    return f'<?xml version="1.0"?><!DOCTYPE d [{inner}]>{words}'


def deep(levels: int, tag: str = "w:sdt") -> bytes:
    """A body of elements inside each other."""
    return word(_body(f"<{tag}>" * levels + p("一") + f"</{tag}>" * levels))


def deep_tables(levels: int) -> bytes:
    """Tables in cells of tables."""
    inside = p("参保100人")
    for _ in range(levels):
        inside = tbl(tr(tc(inside), tc(p("1"))))
    return docx(inside)


def encrypted_office() -> bytes:
    """The container of an Office file with a password: an OLE directory that names an encrypted package."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    names = b"".join(
        name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    )
    return head + names.ljust(1024, b"\0") + bytes(range(256)) * 16


def password_zip(data: bytes) -> bytes:
    """The archive with the flag of encryption on every part."""
    flagged = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            flagged[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(flagged)


def _rows(count: int, cell: str = "<c><v>1</v></c>") -> str:
    return "".join(f"<row>{cell}</row>" for _ in range(count))


def _styled(code: str, value: str) -> bytes:
    styles = f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs>'
    return sheet(f'<row><c s="0"><v>{value}</v></c><c t="inlineStr"><is><t>参保</t></is></c></row>' * 3, styles=styles)


_TITLE = "<row><c t='inlineStr'><is><t>怀化市2023年绩效自评表</t></is></c></row>"
_DIGITS = "9" * 5000

BOMBS: dict[str, Callable[[], bytes]] = {
    "zip_flat.docx": flat_bomb,
    "zip_flat_small.docx": lambda: flat_bomb(100),
    "zip_nested.docx": nested_bomb,
    "zip_nested.xlsx": nested_bomb,
    "zip_lying_small.docx": lambda: lying(64),
    "zip_lying_large.docx": lambda: lying(0x7FFFFFFF),
    "zip_overlapping.docx": overlapping,
    "zip_password.docx": lambda: password_zip(word(_body(p("一")))),
    "zip_password.xlsx": lambda: password_zip(sheet(_rows(3))),
    "zip_empty.docx": lambda: b"PK\x05\x06" + bytes(18),
    "zip_names.docx": lambda: packed([(f"word/{'../' * 20}{n}", b"x") for n in range(100)]),
    "office_encrypted.docx": encrypted_office,
    "office_encrypted.xlsx": encrypted_office,
    "office_encrypted.xls": encrypted_office,
    **{f"xml_{kind}.docx": (lambda kind=kind: word(entities(kind))) for kind in ("laughs", "quadratic", "loop", "parameter")},
    "xml_external_file.docx": lambda: word(entities("file:///etc/passwd")),
    "xml_external_web.docx": lambda: word(entities("http://127.0.0.1:9/x")),
    "xml_laughs.xls": lambda: entities("laughs").replace("<!DOCTYPE", '<?mso-application progid="Excel.Sheet"?><!DOCTYPE').encode(),
    "xml_utf7.docx": lambda: word(b'<?xml version="1.0" encoding="utf-7"?><a/>'),
    "xml_no_encoding.docx": lambda: word(b'<?xml version="1.0" encoding="no-such"?><a/>'),
    "xml_utf16.docx": lambda: word(_body(p("城乡居民参保100万人。")).encode("utf-16")),
    "xml_deep.docx": lambda: deep(100_000),
    "xml_deep_some.docx": lambda: deep(200, "w:ins"),
    "xml_deep_controls.docx": lambda: word(_body("<w:sdt><w:sdtContent>" * 110 + p("参保100人。") + "</w:sdtContent></w:sdt>" * 110)),
    "xml_deep_runs.docx": lambda: word(_body("<w:p>" + "<w:smartTag>" * 240 + "<w:r><w:t>一</w:t></w:r>" + "</w:smartTag>" * 240 + "</w:p>")),
    "tables_deep.docx": lambda: deep_tables(50),
    "tables_deeper.docx": lambda: deep_tables(80),
    "tables_deepest.docx": lambda: deep_tables(5000),
    "docx_span.docx": lambda: docx(tbl(*(tr(tc("1", '<w:gridSpan w:val="999999999"/>'), "2") for _ in range(100)))),
    "docx_span_digits.docx": lambda: docx(tbl(tr(tc("1", f'<w:gridSpan w:val="{_DIGITS}"/>'), "2"), tr("1", "2"))),
    "docx_diagonal.docx": lambda: docx(tbl(*(tr(tc("1", f'<w:gridSpan w:val="{n + 1}"/>'), "2") for n in range(2000)))),
    "docx_grid_width.docx": lambda: docx(tbl(tr("1", "2"), tr("3", "4"), grid='<w:gridCol w:w="²"/><w:gridCol w:w="' + _DIGITS + '"/>')),
    "docx_wide.docx": lambda: docx(tbl(*(tr(*["1"] * 3000) for _ in range(40)))),
    "docx_many_paragraphs.docx": lambda: docx(p("城乡居民参保100万人。") * 100_000),
    "docx_long_paragraph.docx": lambda: docx(p("城乡居民参保100万人，" * 200_000)),
    "docx_too_long.docx": lambda: docx(p("医" * 1000) * 4000),
    "docx_runs.docx": lambda: docx(p(*["医"] * 200_000)),
    "docx_fields.docx": lambda: docx("<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>1</w:t></w:r>' * 30_000 + "</w:p>"),
    "docx_numbers.docx": lambda: docx(
        p("一", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') * 3,
        numbering='<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="999999999"/><w:numFmt w:val="upperLetter"/>'
        '<w:lvlText w:val="%1.%1.%1.%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    ),
    "docx_style_loop.docx": lambda: docx(
        p("一", properties='<w:pStyle w:val="a"/>') * 3,
        styles='<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>',
    ),
    "docx_header_tables.docx": lambda: docx(p("一"), header1=tbl(*(tr("1", "2") for _ in range(20_000)))),
    "xlsx_dimension.xlsx": lambda: sheet(_TITLE + _rows(3), head='<dimension ref="A1:XFD1048576"/>'),
    "xlsx_last_cell.xlsx": lambda: sheet(_TITLE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "xlsx_corners.xlsx": lambda: sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'),
    "xlsx_diagonal.xlsx": lambda: sheet("".join(f'<row r="{n}"><c r="{_column(n)}{n}"><v>{n}</v></c></row>' for n in range(1, 4000))),
    "xlsx_row_digits.xlsx": lambda: sheet(f'<row r="{_DIGITS}"><c s="{_DIGITS}"><v>1</v></c><c t="s"><v>{_DIGITS}</v></c></row>' + _rows(2)),
    "xlsx_number_digits.xlsx": lambda: sheet(f"<row><c><v>{_DIGITS}</v></c><c><v>1e308</v></c><c><v>nan</v></c><c><v>-inf</v></c></row>" * 3),
    "xlsx_empty_rows.xlsx": lambda: sheet(_TITLE + "<row/>" * 1_000_000),
    "xlsx_empty_cells.xlsx": lambda: sheet(_TITLE + ("<row>" + "<c/>" * 1000 + "</row>") * 1000),
    "xlsx_many_cells.xlsx": lambda: sheet(_rows(3000, "<c><v>1</v></c>" * 500)),
    "xlsx_merged_all.xlsx": lambda: sheet(_TITLE + _rows(5), '<mergeCell ref="A1:XFD1048576"/>'),
    "xlsx_merged_overlap.xlsx": lambda: sheet(
        _rows(3000, "<c><v>1</v></c>" * 10), "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 3000))
    ),
    "xlsx_hidden_all.xlsx": lambda: sheet(_TITLE, head=f'<cols><col min="1" max="{_DIGITS}" hidden="1"/></cols>'),
    "xlsx_format_places.xlsx": lambda: _styled("0." + "0" * 200, "123456.789"),
    "xlsx_format_zeros.xlsx": lambda: _styled("0" * 2_000_000, "1"),
    "xlsx_format_percents.xlsx": lambda: _styled("0" + "%" * 40, "1e14"),
    "xlsx_format_sections.xlsx": lambda: _styled(";&quot;" * 50_000, "1"),
    "xlsx_format_date.xlsx": lambda: _styled("yyyy-mm-dd", "2958465.999999"),
    "xlsx_strings.xlsx": lambda: sheet('<row><c t="inlineStr"><is><t>_xD800__x0000__xFFFF_一</t></is></c><c><v>1</v></c></row>' * 3),
}  # fmt: skip


def _column(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
