"""Changes and completions: invented sentences, and everything that they relate."""

from __future__ import annotations

import pytest

from ingest.lexicon import Lexicon
from ingest.resolve.extract import Extractor
from ingest.resolve.relations.comparisons.wording import Wording
from tests.helpers import LEXICON, csv_rows
from tests.ingest.resolve.relations.helpers import comparisons

FULL = "change【全年支出】current=88.2万元 change=-8.2万元 rate=-8.5%"


@pytest.mark.parametrize(
    "sentence",
    [
        "全年支出88.2万元，比上年减少8.2万元，下降8.5%。",
        "全年支出88.2万元，比上年决算数减少8.2万元，降低8.5%，主要是项目减少3万元。",
        "全年支出88.2万元，较上年度减少8.2万元，减幅8.5%。",
        "全年支出88.2万元，较2023年度决算减少8.2万元，降幅为8.5%。",
        "全年支出88.2万元，与2023年度相比减少8.2万元，下降8.5%。",
        "全年支出88.2万元，与上年决算数相比，压减了8.2万元，下降了8.5%。",
        "全年支出88.2万元，同比下降8.5%，减少8.2万元。",
        "全年支出88.2万元，比去年同期少8.2万元，同比下降8.5%。",
        "全年支出88.2万元（比上年减少8.2万元，下降8.5%）。",
        "全年支出88.2万元，减少8.2万元，下降8.5%。",
        "全年支出88.2万元。与上年相比，全年支出减少8.2万元，下降8.5%。",
        "全年支出 88.2 万元，比上年减少 8.2 万元 8.5%。",
        "全年支出88.2万元，比上年减少8.2万元（8.5%）。",
        "全年支出88.2万元，占本年支出合计的90%，比上年减少8.2万元，下降8.5%。",
        "全年支出88.2万元（含项目支出12万元），比上年减少8.2万元，下降8.5%。",
    ],
)
def test_a_decrease_is_read_in_all_its_wordings(extractor: Extractor, sentence: str) -> None:
    assert comparisons(extractor, sentence) == [FULL]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("会议费1.5万元，比上年减少0.5万元，增长25%。", "current=1.5万元 change=-0.5万元 rate=25%"),
        ("会议费1.5万元，同比+3.5%。", "current=1.5万元 rate=3.5%"),
        ("会议费1.5万元，同比-3.5%。", "current=1.5万元 rate=-3.5%"),
        ("会议费1.5万元，较上年增减率为-3.5%。", "current=1.5万元 rate=-3.5%"),
        ("会议费1.5万元，比上年减少-0.5万元。", "current=1.5万元 change=-0.5万元"),
        ("会议费0.00万元，比上年增加0.00万元，与上年持平。", "current=0.00万元 change=0.00万元"),
    ],
)
def test_a_sign_is_that_of_the_words_at_the_number(extractor: Extractor, sentence: str, expected: str) -> None:
    assert comparisons(extractor, sentence) == [f"change【会议费】{expected}"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "公务接待费1.2万元，比上年的1.5万元减少0.3万元，下降20%。",
            ["change【公务接待费】current=1.2万元 previous=1.5万元 change=-0.3万元 rate=-20%"],
        ),
        (
            "公务接待费1.2万元，上年决算数1.5万元，减少0.3万元，下降20%。",
            ["change【公务接待费】current=1.2万元 previous=1.5万元 change=-0.3万元 rate=-20%"],
        ),
        (
            "参保人数由上年的50.2万人增加到52.3万人，增长4.18%。",
            ["change【参保人数】current=52.3万人 previous=50.2万人 rate=4.18%"],
        ),
        (
            "报销比例从70.1%提高到72.4%，提高2.3个百分点。",
            ["change【报销比例】current=72.4% previous=70.1% change=2.3个百分点"],
        ),
    ],
)
def test_the_figure_before_is_an_operand_where_it_is_printed(
    extractor: Extractor, sentence: str, expected: list[str]
) -> None:
    assert comparisons(extractor, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "收入总计90.0万元，支出总计90.0万元，与上年相比，各减少5.0万元，下降5.26%。",
            [
                "change【收入总计】current=90.0万元 change=-5.0万元 rate=-5.26%",
                "change【支出总计】current=90.0万元 change=-5.0万元 rate=-5.26%",
            ],
        ),
        (
            "收入总计90.0万元，其中本年收入80.0万元；支出总计90.0万元，其中本年支出85.0万元。收支总计均比上年增加5.0万元。",
            [
                "change【收入总计】current=90.0万元 change=5.0万元",
                "change【支出总计】current=90.0万元 change=5.0万元",
            ],
        ),
        (
            "收、支总计均为90.0万元。与2023年度相比，收、支总计各增加5.0万元，增长5.88%。",
            ["change【收、支总计】current=90.0万元 change=5.0万元 rate=5.88%"],
        ),
        (
            "个人缴费标准380元，财政补助标准由640元提高到670元，均比上年增加30元。",
            ["change【个人缴费标准】current=380元 change=30元", "change【财政补助标准】current=670元 change=30元"],
        ),
        (
            "基金收入10.5亿元、支出9.8亿元，比上年分别增加0.5亿元、0.4亿元，分别增长5.0%、4.3%。",
            [
                "change【基金收入】current=10.5亿元 change=0.5亿元 rate=5.0%",
                "change【支出】current=9.8亿元 change=0.4亿元 rate=4.3%",
            ],
        ),
        (
            "职工参保20.1万人，居民参保80.3万人，同比分别增长2.1%和下降1.3%。",
            ["change【职工参保】current=20.1万人 rate=2.1%", "change【居民参保】current=80.3万人 rate=-1.3%"],
        ),
    ],
)
def test_one_change_of_several_numbers_is_a_relation_for_each(
    extractor: Extractor, sentence: str, expected: list[str]
) -> None:
    assert comparisons(extractor, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("受理投诉32件，追回资金5亿元，较去年减少3件。", ["change【受理投诉】current=32件 change=-3件"]),
        ("参保率98.5%，比上年提高1.2个百分点。", ["change【参保率】current=98.5% change=1.2个百分点"]),
        ("基金支出5亿元，可支付14.2个月，比上年减少1.2个月。", ["change【可支付】current=14.2个月 change=-1.2个月"]),
        ("参保人数比上年增加2.3万人，达到52.3万人。", ["change【参保人数】current=52.3万人 change=2.3万人"]),
        (
            "运行经费126.5万元，比年初预算数减少7.7万元，下降5.74%，主要原因是压缩支出；比2023年度增加6.6万元。",
            [
                "change【运行经费（比年初预算数）】current=126.5万元 change=-7.7万元 rate=-5.74%",
                "change【运行经费】current=126.5万元 change=6.6万元",
            ],
        ),
        (
            "收入88.0万元，比上年增加8.0万元，其中财政拨款80.0万元，比上年增加5.0万元。",
            ["change【收入】current=88.0万元 change=8.0万元", "change【财政拨款】current=80.0万元 change=5.0万元"],
        ),
        (
            "全年收入90万元，支出80万元。与上年总收入相比，增加5万元，增长5.88%。",
            [],
        ),
        (
            "全年总收入90万元，总支出80万元。与上年总收入相比，增加5万元，增长5.88%。",
            ["change【全年总收入】current=90万元 change=5万元 rate=5.88%"],
        ),
    ],
)
def test_a_comparison_is_said_of_the_number_that_its_words_lead_to(
    extractor: Extractor, sentence: str, expected: list[str]
) -> None:
    assert comparisons(extractor, sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "全年支出88.2万元，与上年持平。",
        "全年支出88.2万元，其中基本支出60万元，比上年减少8.2万元，下降8.5%。",
        "全年参保50万人，其中职工10万人、居民40万人，比上年增加2万人。",
        "基金收入10.5亿元、支出9.8亿元，比上年增长5.2%。",
        "2023年基金支出5.2亿元，2024年同比增长6%。",
        "2023年支出40.5万元，2022年支出42.5万元，比上年减少2万元。",
        "2023年支出40.5万元，2024年比2023年增加2万元。",
        "上年同期收入5.2亿元，收入同比增长6%。",
        "全年支出40.5万元，人均支出2.1万元。比上年减少2万元。",
        "基金支出5亿元，参保率98%，同比增长2%。",
        "支出增长5%，比上年提高2个百分点。",
        "医保机构12家，新增5家，比上年多2家。",
        "机构数量较上年增加5家。",
        "实际完成90%，较目标值高5个百分点；较全国平均水平高3个百分点。",
        "全年支出10-12万元，比上年增加5万元。",
        "职工医保基金支出5亿元，医保基金支出同比增加0.2亿元。",
        "支出42.1万元，主要用于增加设备3台，增长5%。",
    ],
)
def test_an_unsure_comparison_relates_nothing(extractor: Extractor, sentence: str) -> None:
    assert comparisons(extractor, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "年初预算为90.0万元，支出决算为85.5万元，完成年初预算的95%。",
            "支出决算】actual=85.5万元 budget=90.0万元 rate=95%",
        ),
        ("支出85.5万元，完成全年预算的95%。", "支出】actual=85.5万元 rate=95%"),
        ("预算90.0万元，执行85.5万元，预算执行率95%。", "执行】actual=85.5万元 budget=90.0万元 rate=95%"),
        ("我局年初预算90万元。全年支出85.5万元，执行率为95%。", "全年支出】actual=85.5万元 budget=90万元 rate=95%"),
        ("接待费1.2万元，年初预算2.0万元，占年初预算的60%。", "接待费】actual=1.2万元 budget=2.0万元 rate=60%"),
        ("接待费1.2万元，为全年预算2万元的60%。", "接待费】actual=1.2万元 budget=2万元 rate=60%"),
        ("参保任务5万人，实际参保5.2万人，完成目标任务的104%。", "实际参保】actual=5.2万人 budget=5万人 rate=104%"),
        ("完成预算的95%，支出决算为85.5万元。", "支出决算】actual=85.5万元 rate=95%"),
        ("下达资金58万元，实际支出53万元，预算执行率91.4%。", "实际支出】actual=53万元 rate=91.4%"),
        (
            "年初预算90万元，调整预算95万元，支出85.5万元，完成调整预算的90%。",
            "支出】actual=85.5万元 budget=95万元 rate=90%",
        ),
        ("年初预算90万元，调整预算95万元，支出85.5万元，预算执行率90%。", "支出】actual=85.5万元 rate=90%"),
        ("年初预算90万元，支出85.5万元，完成全年预算的95%。", "支出】actual=85.5万元 rate=95%"),
        ("三公经费预算10万元，公务接待费支出2万元，完成预算的20%。", "公务接待费支出】actual=2万元 rate=20%"),
        ("三公经费预算10万元。公务接待费支出2万元，完成预算的20%。", "公务接待费支出】actual=2万元 rate=20%"),
    ],
)
def test_a_completion_has_its_budget_only_where_the_words_say_which(
    extractor: Extractor, sentence: str, expected: str
) -> None:
    found = [line for line in comparisons(extractor, sentence) if line.startswith("completion")]
    assert [line.partition("【")[2].rpartition("：")[2] for line in found] == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "参保率98%，完成目标任务的103%。",
        "下达补助资金90万元，预算执行率95%。",
        "全年支出88万元，其中办公费12万元，执行率90%。",
        "全年支出88万元，办公费执行率90%。",
        "基本支出60万元，项目支出40万元，预算执行率95%。",
        "支出90万元，结转10万元，预算执行率90%。",
        "因执行率低于95%，扣1分。",
    ],
)
def test_a_rate_of_completion_of_nothing_sure_relates_nothing(extractor: Extractor, sentence: str) -> None:
    assert comparisons(extractor, sentence) == []


def test_the_heading_sentence_tells_what_a_bare_label_speaks_of(extractor: Extractor) -> None:
    body = "1.卫生健康支出（类）医疗救助（款）。年初预算为90.0万元，支出决算为85.5万元，完成年初预算的95%。"
    assert comparisons(extractor, body) == [
        "completion【卫生健康支出(类)医疗救助(款)：支出决算】actual=85.5万元 budget=90.0万元 rate=95%"
    ]


def test_a_word_of_relations_stands_in_its_role_once_and_serves_a_pattern(lexicon: Lexicon) -> None:
    rows = [(row["phrase"], row["role"]) for row in csv_rows(LEXICON / "relation_words.csv")]
    assert sorted(rows) == sorted(set(rows))
    asked: set[str] = set()
    original = Wording.one

    class Asking(Wording):
        def one(self, role: str) -> str:
            asked.add(role)
            return original(self, role)

    Asking(lexicon)
    assert asked == {role for _, role in rows}


TOLD = "年末职工医保参保7.00万人，居民医保参保30.00万人。"


@pytest.mark.parametrize(
    "sentence",
    [
        "职工医保参保人数比上年增加0.30万人，增长4.48%；居民医保参保人数比上年减少0.10万人，下降0.33%。",
        "与上年末相比，职工医保参保人数增加0.30万人（增长4.48%），居民医保参保人数减少0.10万人（下降0.33%）。",
    ],
)
def test_the_figure_of_a_change_may_stand_in_another_paragraph(extractor: Extractor, sentence: str) -> None:
    assert comparisons(extractor, f"{TOLD}\n\n{sentence}") == [
        "change【职工医保参保人数】current=7.00万人 change=0.30万人 rate=4.48%",
        "change【居民医保参保人数】current=30.00万人 change=-0.10万人 rate=-0.33%",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "生育保险参保人数比上年增加0.30万人，增长4.48%。",  # nobody told how many they are
        "职工医保参保人数比上年增长4.48%。",  # a rate alone would need the year before
        "2022年职工医保参保人数比2021年增加0.30万人，增长4.48%。",  # of another year
    ],
)
def test_a_change_of_something_else_has_no_figure_elsewhere(extractor: Extractor, sentence: str) -> None:
    assert comparisons(extractor, f"{TOLD}\n\n{sentence}") == []


def test_a_base_is_that_of_all_changes_of_its_sentence(extractor: Extractor) -> None:
    body = "会议费1.5万元，培训费3.0万元。与上年相比，会议费增加0.5万元（增长50%），培训费减少1.0万元（下降25%）。"
    assert comparisons(extractor, body) == [
        "change【会议费】current=1.5万元 change=0.5万元 rate=50%",
        "change【培训费】current=3.0万元 change=-1.0万元 rate=-25%",
    ]
