"""Prose of PDFs: paragraphs by geometry, furniture set apart, nothing lost; drawn here and read back."""

from __future__ import annotations

import pytest

from tests.ingest.read.made_pdf import HEIGHT, Sheet, furniture, grids, lines

FULL = "全市基本医疗保险参保人数稳定在合理区间政策范围内住院费用报销比例保持平稳基金运行总体安全可控并持"
LEFT, STEP = 60.0, 18.0


def _paragraph(sheet: Sheet, top: float, *rows: str) -> float:
    """A paragraph whose first line is indented by two characters."""
    for number, words in enumerate(rows):
        sheet.text(LEFT if number else LEFT + 20, top + STEP * number, words)
    return top + STEP * len(rows)


def test_wrapped_lines_are_one_paragraph_and_indents_begin_others() -> None:
    sheet = Sheet()
    below = _paragraph(sheet, 100, FULL[:-2], FULL, "续向好。")
    _paragraph(sheet, below, FULL[:-2], "稳步提高。")
    assert lines(sheet.content()) == [FULL[:-2] + FULL + "续向好。", FULL[:-2] + "稳步提高。"]


def test_headings_and_short_lines_stay_lines() -> None:
    sheet = Sheet()
    sheet.text(297, 60, "部门决算公开", size=16, align="centre")
    sheet.text(297, 84, "说明", size=16, align="centre")
    below = sheet.prose(["一、总体情况", "（一）收入情况"], 120)
    _paragraph(sheet, below, FULL[:-2], "续向好。")
    assert lines(sheet.content()) == ["部门决算公开", "说明", "一、总体情况", "（一）收入情况", FULL[:-2] + "续向好。"]


def test_a_paragraph_goes_on_over_the_page_break_and_a_number_with_it() -> None:
    sheet = Sheet()
    sheet.text(297, 40, "某市医疗保障局部门决算", align="centre")
    _paragraph(sheet, HEIGHT - 100, FULL[:-2], FULL[:-5] + "12345")
    sheet.text(297, HEIGHT - 30, "第1页 共3页", align="centre")
    for page in (2, 3):
        sheet.page()
        sheet.text(297, 40, "某市医疗保障局部门决算", align="centre")
        if page == 2:
            sheet.text(LEFT, 80, ".67万元，" + FULL[:-5])
            sheet.text(LEFT, 98, "收支平衡。")
        _paragraph(sheet, 140, FULL[:-2], "稳步提高。")
        sheet.text(297, HEIGHT - 30, f"第{page}页 共3页", align="centre")
    content = sheet.content()
    assert "12345.67万元" in lines(content)[0] and lines(content)[0].endswith("收支平衡。")
    assert [words for words in furniture(content) if words.startswith("第")] == [
        "第1页共3页",
        "第2页共3页",
        "第3页共3页",
    ]
    assert furniture(content).count("某市医疗保障局部门决算") == 3


def test_captions_at_both_ends_of_a_line_are_one_line_parted_by_blanks() -> None:
    sheet = Sheet()
    sheet.text(60, 80, "编制单位：某县医疗保障局")
    sheet.text(535, 80, "单位：万元", align="right")
    sheet.table([["项目", "金额"], ["合计", "1.00"]], [60, 300, 535], 90)
    content = sheet.content()
    assert lines(content)[0].split() == ["编制单位：某县医疗保障局", "单位：万元"]
    assert len(grids(content)) == 1


def test_contents_with_dots_titles_of_two_lines_and_spaced_words_are_no_tables() -> None:
    sheet = Sheet()
    sheet.text(297, 60, "目  录", size=16, align="centre")
    entries = [f"{mark}、部门情况说明{'.' * 60}{page}" for mark, page in zip("一二三四", (1, 3, 8, 12), strict=True)]
    sheet.prose(entries, 100)
    content = sheet.content()
    assert not content.grids
    assert lines(content)[1:] == entries


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("DIP payment reform", "DIP payment reform"),
        ("共1 260份", "共1 260份"),
        ("收 入 支 出", "收入支出"),
        ("2024年度 绩效", "2024年度绩效"),
    ],
)
def test_blanks_stay_between_letters_and_figures_only(printed: str, read: str) -> None:
    sheet = Sheet()
    sheet.text(60, 100, printed)
    assert lines(sheet.content()) == [read]


def test_reading_order_is_that_of_the_page_not_of_the_file() -> None:
    sheet = Sheet()
    for number in (3, 1, 2):
        sheet.text(60, 100 + 30 * number, f"第{number}行。")
    assert lines(sheet.content()) == ["第1行。", "第2行。", "第3行。"]


def test_radicals_full_width_figures_and_the_hyphen_at_a_line_end_stay() -> None:
    sheet = Sheet()
    sheet.prose(["⼀般公共预算１２３．４５万元", "2013-", "其他"], 100)
    assert lines(sheet.content()) == ["⼀般公共预算１２３．４５万元", "2013-", "其他"]


def test_every_word_is_a_piece_with_its_page_and_box() -> None:
    sheet = Sheet()
    _paragraph(sheet, 100, FULL[:-2], "续向好。")
    content = sheet.content()
    assert [(piece.block, piece.page, piece.kind) for piece in content.pieces] == [(1, 1, "paragraph")] * 2
    assert all(piece.box and piece.box[1] < piece.box[3] for piece in content.pieces)
    assert content.pages == 1


def test_where_no_line_shows_the_right_margin_a_full_stop_ends_a_paragraph() -> None:
    sheet = Sheet()
    rows = ["一、产出", FULL[:42] + "。", "资助参保三万人。", "二、效益", "群众满意。"]
    sheet.prose(rows, 100, left=LEFT + 20)
    assert lines(sheet.content()) == rows
