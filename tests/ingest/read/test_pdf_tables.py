"""Tables of PDFs: ruled, merged, over page breaks, turned; drawn here and read back."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.read.pdf import read
from tests.ingest.read.made_pdf import HEIGHT, Sheet, furniture, grids, lines

ROWS = [
    ["项目", "决算数", "上年数"],
    ["一、一般公共服务支出", "264.87", ""],
    ["二、教育支出", "0.00", ""],
    ["合计", "264.87", "12.30"],
]
XS = [60.0, 260.0, 360.0, 460.0]


def test_cells_of_a_ruled_table_and_blanks_apart_from_zeros() -> None:
    sheet = Sheet()
    sheet.table(ROWS, XS, 100)
    assert grids(sheet.content()) == [ROWS]


def test_cells_have_page_and_box() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "封面")
    sheet.page()
    sheet.table(ROWS, XS, 100)
    content = sheet.content()
    [piece] = [piece for piece in content.pieces if content.text[piece.start : piece.end] == "12.30"]
    assert (piece.kind, piece.row, piece.column, piece.page) == ("cell", 4, 3, 2)
    assert piece.box is not None
    left, top, right, bottom = piece.box
    assert 360 < left < right <= 460 and 160 < top < bottom < 180


def test_merged_cells_have_their_spans() -> None:
    sheet = Sheet()
    xs, ys = [60, 160, 260, 360], [100, 120, 140, 160]
    for y in (100, 140, 160):
        sheet.line(60, y, 360, y)
    sheet.line(160, 120, 360, 120)
    for x in (60, 160, 360):
        sheet.line(x, 100, x, 160)
    sheet.line(260, 120, 260, 160)
    sheet.text(65, 124, "项目")
    sheet.text(240, 114, "本年支出")
    for x, words in ((165, "基本支出"), (265, "项目支出")):
        sheet.text(x, 134, words)
    for x, words in ((65, "合计"), (165, "1.20"), (265, "3.40")):
        sheet.text(x, 154, words)
    content = sheet.content()
    assert grids(content) == [[["项目", "本年支出", ""], ["", "基本支出", "项目支出"], ["合计", "1.20", "3.40"]]]
    [grid] = content.grids
    assert [(cell.rowspan, cell.colspan) for cell in grid.rows[0]] == [(2, 1), (1, 2), (0, 0)]
    assert (grid.rows[1][0].rowspan, len(xs), len(ys)) == (0, 4, 4)


def test_what_wraps_in_a_cell_is_joined() -> None:
    sheet = Sheet()
    sheet.table([["科目", "金额"], ["", ""]], [60, 140, 220], 100, step=40)
    for y, words in ((154, "机关事业单位"), (168, "养老保险缴费")):
        sheet.text(63, y, words)
    for y, words in ((154, "12,345,678,"), (168, "901.20")):
        sheet.text(143, y, words)
    assert grids(sheet.content())[0][1] == ["机关事业单位养老保险缴费", "12,345,678,901.20"]


def test_vertical_words_are_read_from_top_to_bottom() -> None:
    sheet = Sheet()
    sheet.table([["", "参保率"], ["", "报销比例"]], [60, 80, 200], 100, step=50)
    for place, char in enumerate("产出指标"):
        sheet.text(65, 112 + 10 * place, char, size=8)
    assert grids(sheet.content()) == [[["产出指标", "参保率"], ["", "报销比例"]]]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_a_page_break_is_one(repeated: bool) -> None:
    sheet = Sheet()
    sheet.text(60, 80, "收入决算表")
    sheet.table(ROWS[:3], XS, HEIGHT - 140)
    sheet.text(297, HEIGHT - 30, "- 1 -", align="centre")
    sheet.page()
    sheet.table([ROWS[0], ROWS[3]] if repeated else [ROWS[3]], XS, 60)
    sheet.text(297, HEIGHT - 30, "- 2 -", align="centre")
    content = sheet.content()
    assert grids(content) == [[*ROWS[:3], ROWS[0], ROWS[3]] if repeated else ROWS]
    assert furniture(content) == ["- 1 -", "- 2 -"]


def test_another_table_on_the_next_page_is_another() -> None:
    sheet = Sheet()
    sheet.table(ROWS, XS, HEIGHT - 140)
    sheet.page()
    sheet.table([["指标", "分值"], ["参保率", "10"]], [60, 300, 460], 60)
    assert [len(grid) for grid in grids(sheet.content())] == [4, 2]


def test_a_row_split_by_the_page_break_is_one() -> None:
    sheet = Sheet()
    xs = [60, 120, 200, 260]
    sheet.table([["编码", "名称", "金额"], ["20805", "", "6.18"]], xs, HEIGHT - 120)
    sheet.text(123, HEIGHT - 86, "机关事业单位基")
    sheet.page()
    sheet.table([["", "本养老支出", ""], ["20806", "抚恤", "1.00"]], xs, 60)
    assert grids(sheet.content())[0][1:] == [["20805", "机关事业单位基本养老支出", "6.18"], ["20806", "抚恤", "1.00"]]


def test_a_figure_and_a_label_that_had_no_room_go_on_after_the_page_break() -> None:
    sheet = Sheet()
    xs = [60, 140, 180]
    sheet.table([["项目", "金额"], ["", ""]], xs, HEIGHT - 120)
    sheet.text(63, HEIGHT - 86, "使用非财政拨款")
    sheet.text(143, HEIGHT - 86, "5062.1")
    sheet.page()
    sheet.table([["结余", "2"], ["合计", "8.25"]], xs, 60)
    found = grids(sheet.content())
    assert found[0][1:] == [["使用非财政拨款", "5062.1"], ["结余", "2"], ["合计", "8.25"]]  # a label may begin a row
    sheet = Sheet()
    sheet.table([["编码", "名称", "金额"], ["2", "", ""]], [60, 80, 160, 200], HEIGHT - 120)
    sheet.text(83, HEIGHT - 86, "医疗保障管理事")
    sheet.text(163, HEIGHT - 86, "5062.1")
    sheet.page()
    sheet.table([["", "务支出", "2"], ["", "合计", "8.25"]], [60, 80, 160, 200], 60)
    assert grids(sheet.content())[0][1:] == [["2", "医疗保障管理事务支出", "5062.12"], ["", "合计", "8.25"]]


def test_words_of_two_cells_that_nearly_touch_are_parted_at_the_wall_and_those_that_overflow_are_not() -> None:
    sheet = Sheet()
    sheet.table([["", "", "合计"], ["1", "2", "3"]], [60, 105, 160, 220], 100)
    sheet.text(63.5, 114, "预算金额")  # of ten points each: up to 103.5, the wall is at 105
    sheet.text(105.2, 114, "决算数")
    sheet.table([["", "", "合计"], ["1", "2", "3"]], [60, 105, 160, 220], 200)
    sheet.text(61, 214, "名称很长的单位")  # overflows
    found = grids(sheet.content())
    assert found[0][0] == ["预算金额", "决算数", "合计"]
    assert found[1][0] == ["名称很长的单位", "", "合计"]


def test_outer_lines_may_be_missing() -> None:
    sheet = Sheet()
    for number in range(4):
        sheet.line(60, 100 + 20 * number, 360, 100 + 20 * number)
    sheet.line(160, 100, 160, 160)
    sheet.line(260, 100, 260, 160)
    rows = [["项目", "预算数", "决算数"], ["公务接待费", "6.00", "5.00"], ["合计", "6.00", "5.00"]]
    sheet.table(rows, [60, 160, 260, 360], 100, ruled=False)
    assert grids(sheet.content()) == [rows]


def test_rules_made_of_rectangles_dashes_and_double_lines() -> None:
    sheet = Sheet()
    canvas, xs = sheet.canvas, [60.0, 160.0, 260.0]
    for number in range(4):
        y = HEIGHT - 100 - 20 * number
        canvas.rect(60, y - 0.4, 200, 0.8, stroke=0, fill=1)
        canvas.line(60, y + 1.6, 260, y + 1.6)
    for x in xs:
        for piece in range(12):
            canvas.line(x, HEIGHT - 100 - 5 * piece, x, HEIGHT - 104 - 5 * piece)
    rows = [["项目", "决算数"], ["公务接待费", "6.00"], ["合计", "6.00"]]
    sheet.table(rows, xs, 100, ruled=False)
    assert grids(sheet.content()) == [rows]


def test_a_form_object_and_a_turned_page_show_the_same_cells() -> None:
    sheet = Sheet()
    sheet.canvas.beginForm("table")
    sheet.table(ROWS, XS, 100)
    sheet.canvas.endForm()
    sheet.canvas.translate(20, -40)
    sheet.canvas.scale(0.9, 0.9)
    sheet.canvas.doForm("table")
    sheet.page()
    sheet.canvas.setPageRotation(90)
    sheet.canvas.translate(0, 0)
    sheet.canvas.rotate(90)
    sheet.canvas.translate(0, -HEIGHT)
    sheet.text(60, 260, "说明")
    sheet.table(ROWS, XS, 300)
    content = sheet.content()
    assert grids(content) == [ROWS, ROWS]
    [box] = [piece.box for piece in content.pieces if content.text[piece.start : piece.end] == "说明"]
    assert box is not None and box[0] < box[2] and box[1] < box[3]


def test_a_watermark_and_double_print_change_nothing() -> None:
    sheet = Sheet()
    sheet.table(ROWS, XS, 100)
    sheet.table(ROWS, [x + 0.3 for x in XS], 100, ruled=False)
    sheet.canvas.saveState()
    sheet.canvas.translate(150, HEIGHT - 200)
    sheet.canvas.rotate(35)
    sheet.canvas.setFont("STSong-Light", 40)
    sheet.canvas.drawString(0, 0, "内部资料")
    sheet.canvas.restoreState()
    content = sheet.content()
    assert grids(content) == [ROWS]
    assert furniture(content) == ["内部资料"]


WORDS = st.text("一二三收入支出决算项目合计", min_size=1, max_size=6)
FIGURES = st.decimals(min_value=0, max_value=99_999_999, places=2).map(lambda value: f"{value:,}")
BODY = st.lists(st.tuples(WORDS, FIGURES | st.just(""), FIGURES), min_size=1, max_size=12)


@settings(max_examples=25)
@given(BODY)
def test_any_ruled_table_is_read_back_and_agrees_with_the_oracle(body: list[tuple[str, str, str]]) -> None:
    rows = [["项目", "预算数", "决算数"], *map(list, body)]
    sheet = Sheet()
    sheet.table(rows, XS, 100)
    data = sheet.data()
    assert grids(read(data)) == [rows]
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        assert [[cell or "" for cell in row] for row in pdf.pages[0].extract_tables()[0]] == rows


@settings(max_examples=25)
@given(st.lists(st.tuples(WORDS, FIGURES | st.just(""), FIGURES), min_size=2, max_size=12))
def test_any_aligned_table_is_read_back(body: list[tuple[str, str, str]]) -> None:
    rows = [["项目", "预算数", "决算数"], *([f"{words}费", *figures] for words, *figures in body)]
    sheet = Sheet()
    sheet.text(60, 80, "收入支出决算总表")
    sheet.table(rows, XS, 100, ruled=False)
    sheet.text(60, 400, "注：本表反映部门本年度的收支情况，金额以万元为单位。")
    content = sheet.content()
    [grid] = content.grids
    assert (grid.kind, grids(content)) == ("inferred", [rows])
    assert lines(content)[0] == "收入支出决算总表"


def test_lines_that_name_what_they_say_are_no_rows() -> None:
    sheet = Sheet()
    rows = [("一级指标：产出指标", "分值50分", "得分49分"), ("二级指标：数量指标", "分值20分", "得分20分")]
    for number, row in enumerate(rows):
        for x, words in zip((60, 200, 300), row, strict=True):
            sheet.text(x, 100 + 18 * number, words)
    content = sheet.content()
    assert grids(content) == []
    assert lines(content) == ["    ".join(row) for row in rows]


def test_a_label_at_the_top_of_its_rows_is_none_of_the_row_above_them() -> None:
    rows = [
        ["一级指标", "二级指标", "三级指标", "分值"],
        ["预算执行率", "", "年度资金总额", "10"],
        ["产出指标", "数量指标", "参保人数", "10"],
        ["", "", "补助标准", "10"],
        ["", "质量指标", "支付比例", "15"],
        ["效益指标", "社会效益", "参保率", "20"],
    ]
    sheet = Sheet()
    sheet.table(rows, [60, 150, 250, 360, 420], 100, step=16, ruled=False)
    assert grids(sheet.content()) == [rows]


def test_cells_of_several_lines_stand_in_the_middle_of_their_row() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "科目编码")
    sheet.text(130, 100, "科目名称")
    for x, first, rest in ((260, "本年支出", "合计"), (330, "对附属单位补", "助支出")):
        sheet.text(x, 93, first)
        sheet.text(x, 107, rest)
    sheet.text(130, 133, "机关事业单位基本养")
    sheet.text(130, 147, "老保险缴费支出")
    sheet.text(60, 140, "2080505")
    sheet.text(260, 140, "96.84")
    sheet.text(330, 140, "0.00")
    for x, words in ((60, "合计"), (260, "96.84"), (330, "0.00")):
        sheet.text(x, 180, words)
    assert grids(sheet.content()) == [
        [
            ["科目编码", "科目名称", "本年支出合计", "对附属单位补助支出"],
            ["2080505", "机关事业单位基本养老保险缴费支出", "96.84", "0.00"],
            ["合计", "", "96.84", "0.00"],
        ]
    ]


def test_one_line_in_the_middle_of_three_is_their_row() -> None:
    sheet = Sheet()
    rows = [["指标名称", "目标值", "完成值"], ["参保率", "95", "97"], ["", "100", "98"], ["满意度", "90", "93"]]
    sheet.table(rows, [60, 130, 230, 330], 100, step=40, ruled=False)
    for place, words in enumerate(("居民医保政策", "范围内住院费", "用报销比例")):
        sheet.text(63, 180 + 14 * place, words)
    rows[2][0] = "居民医保政策范围内住院费用报销比例"
    assert grids(sheet.content()) == [rows]


def test_cells_that_begin_at_the_top_of_their_row_and_broken_figures() -> None:
    sheet = Sheet()
    rows = [("20805", "行政事业单", "1883."), ("20806", "抚恤", "96.84"), ("208", "社会保障和", "10.00")]
    rest = [("位养老支出", "83"), ("", ""), ("就业支出", "")]
    for number, ((code, name, amount), (more, digits)) in enumerate(zip(rows, rest, strict=True)):
        y = 100 + 40 * number
        for x, words in ((60, code), (120, name), (200, amount)):
            sheet.text(x, y, words)
        for x, words in ((120, more), (200, digits)):
            sheet.text(x, y + 14, words)
    assert grids(sheet.content()) == [
        [
            ["20805", "行政事业单位养老支出", "1883.83"],
            ["20806", "抚恤", "96.84"],
            ["208", "社会保障和就业支出", "10.00"],
        ]
    ]


def test_prose_with_gaps_is_no_row_of_cells() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "（一）资金投入情况分析")
    sheet.text(60, 114, "全市累计投入资金")
    sheet.text(144, 114, "38069.51")
    sheet.text(188, 114, "万元，实行分账核算，")
    sheet.text(60, 128, "专项管理，专款专用。")
    assert grids(sheet.content()) == []


def test_a_header_as_far_above_its_rows_as_these_stand_apart() -> None:
    sheet = Sheet()
    rows = [
        ["资金来源", "下达金额（万元）", "到账时间"],
        ["中央财政", "5930.00", "2023年6月"],
        ["省级财政", "912.50", "2023年8月"],
    ]
    for number, row in enumerate(rows):
        for x, words in zip((60, 109, 198), row, strict=True):
            sheet.text(x, 100 + 40 * number, words)
    assert grids(sheet.content()) == [rows]


def test_a_header_that_ends_the_page_above_its_rows() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "收入决算表")
    for x, words in ((60, "项目"), (200, "预算数"), (300, "决算数")):
        sheet.text(x, HEIGHT - 70, words)
    sheet.text(297, HEIGHT - 30, "- 1 -", align="centre")
    sheet.page()
    for x, words in ((60, "合计"), (200, "264.87"), (300, "12.30")):
        sheet.text(x, 60, words)
    content = sheet.content()
    assert grids(content) == [[["项目", "预算数", "决算数"], ["合计", "264.87", "12.30"]]]
    assert (lines(content)[0], furniture(content)) == ("收入决算表", ["- 1 -"])


def test_a_label_cut_off_by_the_page_break_goes_on_without_rules() -> None:
    sheet = Sheet()
    rows = [["科目", "预算数", "决算数"], ["教育支出", "2.00", "1.00"], ["机关事业单位", "6.18", "5.00"]]
    sheet.table(rows, [60, 130, 200, 270], HEIGHT - 140, step=30, ruled=False)
    sheet.page()
    sheet.text(63, 60, "养老支出")
    for x, words in ((63, "合计"), (163, "8.18"), (233, "6.00")):
        sheet.text(x, 90, words)
    found = grids(sheet.content())
    assert found == [[*rows[:2], ["机关事业单位养老支出", "6.18", "5.00"], ["合计", "8.18", "6.00"]]]


def test_headers_at_the_left_of_what_they_span() -> None:
    sheet = Sheet()
    for x, words in ((60, "收入"), (260, "支出")):
        sheet.text(x, 100, words)
    body = [
        ("项目", "决算数", "项目", "决算数"),
        ("财政拨款", "10.00", "教育支出", "7.00"),
        ("合计", "10.00", "合计", "10.00"),
    ]
    for number, row in enumerate(body):
        for x, words in zip((60, 160, 260, 360), row, strict=True):
            sheet.text(x, 130 + 30 * number, words)
    [grid] = sheet.content().grids
    assert [(cell.rowspan, cell.colspan) for cell in grid.rows[0]] == [(1, 2), (0, 0), (1, 2), (0, 0)]


def test_labels_over_several_rows_have_their_own_column() -> None:
    sheet = Sheet()
    rows = [("年度资金总额", "55.50", "55.50"), ("其他资金", "0.00", "0.00")]
    for x, words in ((60, "项目资金"), (130, "资金来源"), (230, "预算数"), (300, "执行数")):
        sheet.text(x, 100, words)
    for number, row in enumerate(rows):
        for x, words in zip((130, 230, 300), row, strict=True):
            sheet.text(x, 130 + 30 * number, words)
    for x, words in ((60, "总体目标"), (130, "预期目标"), (230, "完成情况")):
        sheet.text(x, 190, words)
    assert grids(sheet.content())[0][-1] == ["总体目标", "预期目标", "完成情况", ""]


def test_rows_between_hairlines_are_rows_though_they_have_a_label_only() -> None:
    sheet = Sheet()
    rows = [["收入", "金额", "支出"], ["总计", "10.00", "10.00"], ["一般公共预算财政拨款", "36.40", ""]]
    rows += [["政府性基金预算财政拨款", "", ""], ["国有资本经营预算财政拨款", "", ""], ["合计", "46.40", "10.00"]]
    sheet.table(rows, [60, 240, 340, 440], 100, step=14, ruled=False)
    for number in range(7):
        sheet.line(60, 103 + 14 * number, 440, 103 + 14 * number)
    assert grids(sheet.content()) == [rows]


def test_headers_and_numbers_of_columns_in_the_middle_over_figures_at_the_right() -> None:
    sheet = Sheet()
    for y in (90, 136, 220):
        sheet.line(60, y, 460, y)
    for x, words in ((110, "项目"), (230, "行次"), (320, "预算数"), (420, "决算数")):
        sheet.text(x, 105, words, align="centre")
    for x, words in ((110, "栏次"), (320, "1"), (420, "2")):
        sheet.text(x, 125, words, align="centre")
    body = [("合计", "1", "9.90", "5.36"), ("1.因公出国（境）费", "2", "", ""), ("2.公务接待费", "3", "9.90", "5.36")]
    for number, (label, at, budget, amount) in enumerate(body):
        y = 150 + 25 * number
        sheet.text(63, y, label)
        sheet.text(230, y, at, align="centre")
        sheet.text(365, y, budget, align="right")
        sheet.text(460, y, amount, align="right")
    assert grids(sheet.content()) == [
        [["项目", "行次", "预算数", "决算数"], ["栏次", "", "1", "2"], *(list(row) for row in body)]
    ]


def test_what_is_clipped_away_below_a_repeated_header_is_not_in_the_first_row() -> None:
    sheet = Sheet()
    rows = [["", "", "项目"], ["22102", "住房改革支出", "5.00"]]
    sheet.table(rows, [60, 160, 260, 360], 100)
    sheet.text(63, 125, "类")
    found = grids(sheet.content())
    assert found == [[["类", "", "项目"], ["22102", "住房改革支出", "5.00"]]]
