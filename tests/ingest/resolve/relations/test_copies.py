"""Copied passages: numbers of a passage that is repeated word for word, and passages that only sound alike."""

from __future__ import annotations

import time

import pytest

from ingest.resolve.extract import Extractor
from tests.ingest.resolve.relations.helpers import relations

FIRST = "全年抽查两定药店{}家，走访参合村组{}个，发放宣传折页{}万份，惠及山区群众{}万人次。"


def restated(extractor: Extractor, body: str) -> list[str]:
    return [line.split("】")[1] for line in relations(extractor, body) if line.startswith("restated")]


def copies(first: str, second: str, between: str = "二、工作情况") -> str:
    return f"{first}\n\n{between}\n\n{second}"


def test_every_number_of_a_copy_restates_the_first(extractor: Extractor) -> None:
    body = copies(FIRST.format(37, 512, "1.8", "6.4"), FIRST.format(37, 521, "1.8", "6.4"))
    assert restated(extractor, body) == [
        "reference=37家 stated=37家",
        "reference=512个 stated=521个",
        "reference=1.8万份 stated=1.8万份",
        "reference=6.4万人次 stated=6.4万人次",
    ]


def test_blanks_markup_and_commas_make_no_other_words(extractor: Extractor) -> None:
    second = "**全年** 抽查两定药店 37 家,走访参合村组 512 个,发放“宣传折页”1.8 万份；惠及山区群众 6.4 万人次。"
    assert len(restated(extractor, copies(FIRST.format(37, 512, "1.8", "6.4"), second))) == 4


def test_a_cell_may_be_the_copy(extractor: Extractor) -> None:
    cell = FIRST.format(37, 512, "1.8", "6.4")
    table = f"任务名称\t完成情况\n下乡宣传\t{cell}\n入户走访\t已经完成\n"
    assert len(restated(extractor, copies(cell, table))) == 4


@pytest.mark.parametrize(
    "second",
    [
        FIRST.format(39, 522, "1.8", "6.4"),  # half of the numbers differ
        FIRST.format(37, 512, "1.8", "6.4").replace("药店", "医院"),
        "上年同期，" + FIRST.format(37, 521, "1.8", "6.4"),  # its sentence begins with other words
        "抽查药店37家，走访村512个。",  # too short
        FIRST.format(37, 512, "1.8", "6.4").replace("万人次", "个").replace("万份", "家").replace("512个", "512家"),
    ],
)
def test_passages_that_sound_alike_are_no_copies(extractor: Extractor, second: str) -> None:
    assert restated(extractor, copies(FIRST.format(37, 512, "1.8", "6.4"), second)) == []


def test_items_of_one_form_of_words_are_no_copies(extractor: Extractor) -> None:
    form = "{}支出{}万元，较上年决算数增加{}万元，增长{}%，主要原因是本年度人员变动较大。"
    body = "\n\n".join(
        [form.format("（一）行政运行", "12.5", "0.00", "0.00"), form.format("（二）事业运行", "14.5", "0.00", "0.00")]
    )
    assert restated(extractor, body) == []


def test_nothing_and_all_are_alike_everywhere(extractor: Extractor) -> None:
    form = "本年支出决算数为{}万元，比上年决算数减少0.00万元，降低0.00%，完成全年任务的100%，主要原因是没有此项资金。"
    assert restated(extractor, copies(form.format("0.00"), form.format("3.20"))) == []


def test_counties_in_the_same_words_are_no_copies(extractor: Extractor) -> None:
    form = "截至年底该县城乡居民参保登记人数{}万人，筹集个人缴费资金{}万元，发放待遇{}万元。"
    body = copies(form.format("12.1", "310.5", "290.1"), form.format("14.2", "330.5", "280.1"))
    assert restated(extractor, body) == []


@pytest.mark.parametrize("heading", ["二、年度目标", "三、下一步工作计划"])
def test_a_target_may_read_like_what_was_achieved(extractor: Extractor, heading: str) -> None:
    body = copies(FIRST.format(37, 512, "1.8", "6.4"), FIRST.format(37, 512, "1.8", "7.0"), heading)
    assert restated(extractor, body) == []


def test_targets_in_cells_are_no_copies(extractor: Extractor) -> None:
    one, other = FIRST.format(37, 512, "1.8", "6.4"), FIRST.format(37, 512, "1.8", "7.0")
    assert restated(extractor, f"项目\t预期目标\t实际完成情况\n宣传\t{one}\t{other}\n走访\t无\t无\n") == []


def test_headings_tell_two_kinds_apart(extractor: Extractor) -> None:
    form = "一级医院每次起付{}元，二级医院每次起付{}元，三级医院每次起付{}元，其余费用支付{}%。"
    one, other = form.format(210, 430, 870, 84), form.format(210, 430, 870, 79)
    assert restated(extractor, f"（一）职工医保\n\n{one}\n\n（二）居民医保\n\n{other}") == []
    assert len(restated(extractor, f"（一）职工医保\n\n{one}\n\n（二）主要结论\n\n{other}")) == 4


def test_a_third_place_restates_the_first(extractor: Extractor) -> None:
    said = FIRST.format(37, 512, "1.8", "6.4")
    assert len(restated(extractor, "\n\n".join([said, "二、工作情况", said, "三、结论", said]))) == 8


def test_a_form_repeated_a_thousand_times_is_survived_in_time(extractor: Extractor) -> None:
    lines = [FIRST.format(n, n, n, n) + FIRST.format(7, 8, 9, 10) for n in range(1, 1000)]
    begun = time.monotonic()
    restated(extractor, "\n\n".join(lines))
    block = [f"第{chr(0x4E00 + n)}项" + FIRST.format(7, 8, 9, 10) for n in range(300)] * 5
    restated(extractor, "\n\n".join(block))
    assert time.monotonic() - begun < 60
