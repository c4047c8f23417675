"""Plain tables laid out: header words, labels and sections of each value."""

from __future__ import annotations

from ingest.find.tables import find_tables
from ingest.resolve.tables.layout import blocks, slots

Laid = list[tuple[str, list[str], list[str], str]]


def _lay(text: str) -> Laid:
    (table,) = find_tables(text)
    return [
        (slot.cell.words, [cell.words for cell in slot.labels], slot.head, slot.section)
        for block in blocks(table.rows)
        for slot in slots(block, lambda words: words in ("万人", "%"))
    ]


def test_headers_of_several_rows_stand_over_their_columns() -> None:
    text = "县区\t居民\t\t职工\n\t人数\t收入\t人数\n\t(人)\t(万元)\t(人)\n甲县\t12\t3.4\t5\n"
    assert _lay(text) == [
        ("12", ["甲县"], ["居民", "人数", "(人)"], ""),
        ("3.4", ["甲县"], ["居民", "收入", "(万元)"], ""),
        ("5", ["甲县"], ["职工", "人数", "(人)"], ""),
    ]


def test_a_lone_label_begins_a_section() -> None:
    text = "项目\t2024年\n一、居民医保\t\n收入\t12.0\n二、职工医保\t\n收入\t13.0\n"
    assert _lay(text) == [
        ("12.0", ["收入"], ["2024年"], "一、居民医保"),
        ("13.0", ["收入"], ["2024年"], "二、职工医保"),
    ]


def test_a_merged_first_column_names_all_its_rows() -> None:
    text = "险种\t项目\t金额\n居民\t收入\t12.0\n\t支出\t11.0\n职工\t收入\t9.0\n"
    assert [labels for _, labels, _, _ in _lay(text)] == [["居民", "收入"], ["居民", "支出"], ["职工", "收入"]]


def test_units_and_ordinals_are_no_labels() -> None:
    text = "序号\t指标\t计量单位\t2024年\n1\t参保人数\t万人\t12.5\n2\t参保率\t%\t96.1\n"
    assert _lay(text) == [("12.5", ["参保人数"], ["2024年"], ""), ("96.1", ["参保率"], ["2024年"], "")]


def test_years_in_a_header_are_no_values() -> None:
    assert _lay("项目\t2023\t2024\n收入\t12.0\t13.5\n") == [
        ("12.0", ["收入"], ["2023"], ""),
        ("13.5", ["收入"], ["2024"], ""),
    ]


def test_a_second_header_begins_a_second_block() -> None:
    text = "县区\t人数\t收入\n甲县\t12\t3.4\n县区\t次数\t支出\n甲县\t7\t8.9\n"
    assert [(words, head) for words, _, head, _ in _lay(text)] == [
        ("12", ["人数"]),
        ("3.4", ["收入"]),
        ("7", ["次数"]),
        ("8.9", ["支出"]),
    ]


def test_pairs_without_a_header_take_the_label_beside_them() -> None:
    assert _lay("收入\t12.0\t支出\t11.0\n结余\t1.0\t累计\t9.0\n") == [
        ("12.0", ["收入"], [], ""),
        ("11.0", ["支出"], [], ""),
        ("1.0", ["结余"], [], ""),
        ("9.0", ["累计"], [], ""),
    ]
