"""The canonical text of formats that are no text."""

from __future__ import annotations

from ingest.read.writer import Part, TableCell, TextWriter


def _cell(row: int, column: int, text: str, rowspan: int = 1, colspan: int = 1) -> TableCell:
    return TableCell(row, column, [Part(text)], rowspan, colspan)


def test_a_paragraph_is_a_line_and_its_wrapped_lines_keep_their_boxes() -> None:
    writer = TextWriter()
    writer.paragraph([Part("基金收入12", 1, (1, 2, 3, 4)), Part("34.5万元。", 2, (5, 6, 7, 8))])
    content = writer.content("pdf", pages=2)
    assert content.text == "基金收入1234.5万元。\n"
    assert [(content.text[p.start : p.end], p.page, p.box) for p in content.pieces] == [
        ("基金收入12", 1, (1, 2, 3, 4)),
        ("34.5万元。", 2, (5, 6, 7, 8)),
    ]


def test_latin_words_of_wrapped_lines_stay_apart() -> None:
    writer = TextWriter()
    writer.paragraph([Part("DRG"), Part("and DIP")])
    assert writer.content("docx").text == "DRG and DIP\n"


def test_a_table_is_a_line_a_row_and_covered_cells_are_told_from_blank_ones() -> None:
    writer = TextWriter()
    writer.paragraph("表")
    writer.table([_cell(0, 0, "产出", rowspan=2), _cell(0, 1, "数量"), _cell(1, 1, "质量"), _cell(1, 2, "9")], "native")
    content = writer.content("docx")
    assert content.text == "表\n产出\t数量\t\n\t质量\t9\n"
    (grid,) = content.grids
    assert [[content.text[c.start : c.end] for c in row] for row in grid.rows] == [
        ["产出", "数量", ""],
        ["", "质量", "9"],
    ]
    assert [[c.rowspan for c in row] for row in grid.rows] == [[2, 1, 1], [0, 1, 1]]
    assert content.text[grid.start : grid.end] == "产出\t数量\t\n\t质量\t9"
    cell = content.pieces[-1]
    assert (cell.kind, cell.block, cell.row, cell.column) == ("cell", 2, 2, 3)


def test_words_never_break_a_line_or_a_cell() -> None:
    writer = TextWriter()
    writer.table([_cell(0, 0, "一\n二\t三\x00"), _cell(0, 1, "4\u2028")], "native")
    assert writer.content("docx").text == "一 二 三\t4\n"


def test_a_table_of_one_column_is_paragraphs() -> None:
    writer = TextWriter()
    writer.table([_cell(0, 0, "一"), _cell(1, 0, "二")], "native")
    content = writer.content("docx")
    assert (content.text, content.grids) == ("一\n二\n", ())


def test_nothing_written_is_an_empty_text() -> None:
    writer = TextWriter()
    writer.paragraph("  ")
    writer.table([], "native")
    assert writer.content("docx").text == ""
