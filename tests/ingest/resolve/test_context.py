"""Who issued a document, and on which region, year, type and program its reports speak."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ingest.resolve.extract import Extraction

Extract = Callable[[str], Extraction]
BODY = "一、总体情况\n全市工作平稳。\n二、绩效情况\n各项指标均已完成。\n"
LETTER = (
    "怀化市医疗保障局\n关于报送2023年度中央转移支付绩效自评材料的函\n省医疗保障局：\n现将材料报送你局。\n特此报告。\n"
)


def document(extract: Extract, text: str) -> dict[str, Any]:
    return extract(text)["documents"][0]


def reports(extract: Extract, text: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in extract(text)["reports"]]


@pytest.mark.parametrize(
    ("title", "document_type", "program"),
    [
        ("怀化市2023年城乡居民基本医疗保险补助资金绩效自评报告", "transfer_payment_evaluation", "resident_subsidy"),
        ("怀化市2023年城乡医疗救助补助资金绩效自评报告", "transfer_payment_evaluation", "assistance_subsidy"),
        ("怀化市2023年医疗服务与保障能力提升补助资金绩效评价报告", "transfer_payment_evaluation", "capacity_building"),
        ("怀化市医疗保障局2023年度部门整体支出绩效自评报告", "department_evaluation", "department"),
        ("2023年度怀化市医疗保障局部门决算", "final_accounts", "department"),
        ("怀化市医疗保障局2023年度项目支出绩效自评报告", "project_evaluation", "none"),
        ("怀化市2023年城乡医疗救助补助资金项目绩效自评报告", "project_evaluation", "assistance_subsidy"),
        ("怀化市2023年居民医保补助资金转移支付项目自评报告", "transfer_payment_evaluation", "resident_subsidy"),
        ("怀化市2023年长期护理保险试点补助资金绩效评价报告", "project_evaluation", "long_term_care_pilot"),
        ("怀化市2023年公务员医疗补助资金绩效自评报告", "project_evaluation", "civil_servant_subsidy"),
    ],
)
def test_type_and_program_come_from_the_title(extract: Extract, title: str, document_type: str, program: str) -> None:
    assert reports(extract, f"{title}\n\n{BODY}", "document_type", "program_code") == [(document_type, program)]


def test_the_program_of_a_project_table_is_that_of_its_project_name(extract: Extract) -> None:
    text = f"2023年度项目支出绩效自评报告\n单位名称：会同县医疗保障局\n项目名称：城乡医疗救助补助资金\n{BODY}"
    assert reports(extract, text, "program_code", "region_code") == [("assistance_subsidy", "431225")]


def test_a_project_of_another_name_has_no_program_of_ours(extract: Extract) -> None:
    text = f"2023年度项目支出绩效自评报告\n项目名称：医保信息平台建设\n{BODY}支持居民医保业务办理。\n"
    assert reports(extract, text, "program_code") == [("none",)]


def test_a_covering_letter_and_its_attachments_are_reports_of_their_own(extract: Extract) -> None:
    text = (
        f"{LETTER}附件1\n怀化市2023年城乡居民基本医疗保险补助资金绩效自评报告\n{BODY}"
        f"附件2\n怀化市2023年城乡医疗救助补助资金绩效自评报告\n{BODY}"
    )
    assert reports(extract, text, "ordinal", "document_type", "program_code") == [
        (1, "cover_letter", "none"),
        (2, "transfer_payment_evaluation", "resident_subsidy"),
        (3, "transfer_payment_evaluation", "assistance_subsidy"),
    ]
    assert document(extract, text)["document_type"] == "transfer_payment_evaluation"


@pytest.mark.parametrize(
    ("text", "issuer", "region"),
    [
        (f"会同县医疗保障局关于2023年城乡医疗救助补助资金绩效自评报告\n{BODY}", "会同县医疗保障局", "431225"),
        (
            f"2023年城乡医疗救助补助资金绩效自评报告\n{BODY}\n怀化市医疗保障局\n2024年3月1日\n",
            "怀化市医疗保障局",
            "431200",
        ),
        (
            f"首页 > 数据发布\n来源：市医疗保障局\n怀化市2023年医疗保障基金运行情况\n{BODY}",
            "怀化市医疗保障局",
            "431200",
        ),
        (f"2023年度项目支出绩效自评报告\n部门名称：怀化市医疗保障局\n{BODY}", "怀化市医疗保障局", "431200"),
        (f"怀化市会同县医保局2023年城乡医疗救助补助资金绩效自评报告\n{BODY}", "怀化市会同县医保局", "431225"),
        (
            f"鼓楼区医疗保障局2023年医疗救助补助资金绩效自评报告\n徐州市医疗保障局：\n{BODY}",
            "鼓楼区医疗保障局",
            "320302",
        ),
        (
            f"鼓楼区医疗保障局2023年医疗救助补助资金绩效自评报告\n福州市医疗保障局：\n{BODY}",
            "鼓楼区医疗保障局",
            "350102",
        ),
    ],
)
def test_issuer_and_region_come_from_title_label_or_signature(
    extract: Extract, text: str, issuer: str, region: str
) -> None:
    found = document(extract, text)
    assert (found["issuer"], found["region_code"]) == (issuer, region)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"怀化市2023年城乡医疗救助补助资金绩效自评报告\n{BODY}", 2023),
        (f"怀化市城乡医疗救助补助资金绩效自评报告\n（2022年度）\n{BODY}", 2022),
        (f"怀化市城乡医疗救助补助资金绩效自评报告\n{BODY}2023年度工作平稳。落实湘财社〔2024〕3号。\n", 2023),
        (f"怀化市城乡医疗救助补助资金绩效自评报告\n{BODY}根据《2021年度考核办法》开展。2023年度平稳。\n", 2023),
        ("怀化市城乡医疗救助补助资金绩效自评报告\n一、总体情况\n全市工作平稳。\n", None),
        (f"怀化市二〇二三年度城乡医疗救助补助资金绩效自评报告\n{BODY}2024年1月开展自评。\n", 2023),
        (f"怀化市城乡医疗救助补助资金绩效自评报告\n评价年度：2023年\n{BODY}2022年结转，2022年度清算。\n", 2023),
    ],
)
def test_the_year_comes_from_title_subtitle_or_text(extract: Extract, text: str, year: int | None) -> None:
    assert document(extract, text)["fiscal_year"] == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        # the plan for the next year and the day of the signature
        ("2023年，市局扎实开展各项工作。\n2024年，我们将再接再厉。\n怀化市医疗保障局\n2024年1月9日\n", 2023),
        # the year that collection is for, said more loudly than the report's own
        ("2023年以来，参保稳定。2023年底清零。\n2024年度集中征缴有序。\n2024年2月20日\n", 2023),
        # signed in spring, and hardly a year said
        ("全市运行平稳，基金安全。\n怀化市医疗保障局\n2024年4月12日\n", 2023),
        ("全市运行平稳，基金安全。\n怀化市医疗保障局\n二〇二四年十二月十二日\n", 2024),
        ("发布日期：2024-03-18\n全市运行平稳，基金安全。\n", 2023),
        # what was long ago, and what the year is compared with
        ("2019年挂牌，2019年组建。2023年平稳。\n怀化市医疗保障局\n2024年3月1日\n", 2023),
        ("2023年参保较2022年增长，比2022年多，与2022年持平。\n", 2023),
        ("截至2023年12月31日，运行平稳。会议于2024年1月8日召开，2024年1月10日闭幕。\n", 2023),
        # work for the year to come as a heading
        ("2023年，成效明显。\n二、2024年工作打算\n（一）2024年工作思路是稳中求进。\n", 2023),
        # one that is on the year it was signed in
        ("2024年，全市推进改革。2024年秋季启动征缴。\n怀化市医疗保障局\n2024年11月20日\n", 2024),
    ],
)
def test_a_report_without_a_year_in_its_title_is_on_the_year_it_speaks_of(
    extract: Extract, text: str, year: int
) -> None:
    assert document(extract, f"怀化市医疗保障局工作总结\n{text}")["fiscal_year"] == year


def test_the_day_in_a_title_is_no_year_and_a_notice_is_of_the_year_it_was_issued_in(extract: Extract) -> None:
    dated = "怀化市医疗保障局工作总结（2024年1月9日）\n2023年，市局扎实开展各项工作。\n"
    planned = "怀化市医疗保障局工作总结及2024年工作计划\n2023年，市局扎实开展各项工作。\n"
    notice = "怀化市医疗保障局关于举办培训班的通知\n回顾2023年情况。\n怀化市医疗保障局\n2024年3月9日\n"
    assert document(extract, dated)["fiscal_year"] == 2023
    assert document(extract, planned)["fiscal_year"] == 2023
    assert document(extract, notice)["fiscal_year"] == 2024


def test_nothing_is_taken_from_the_name_of_the_file(extractor: Any) -> None:
    from tests.helpers import as_document

    plain = extractor.extract(as_document("今日要闻。\n", "changsha_2021_final_accounts.txt"))["documents"][0]
    assert (plain["region_code"], plain["fiscal_year"], plain["document_type"]) == ("", None, "other")


def test_spans_of_reports_are_lines_and_characters_of_the_text(extract: Extract) -> None:
    text = f"{LETTER}附件1\n怀化市2023年城乡医疗救助补助资金绩效自评报告\n{BODY}"
    first, second = reports(extract, text, "line_start", "line_end", "char_start", "char_end")
    assert (first[0], first[2], second[1], second[3]) == (1, 0, text.count("\n"), len(text))
    assert text[second[2] :].startswith("附件1")
    assert second[0] == first[1] + 1


SENT = ("2023年度城乡居民基本医疗保险补助资金绩效自评报告", "2023年度城乡医疗救助补助资金绩效自评报告")
ATTACHED = "".join(f"附件{number}\n{title}\n{BODY}" for number, title in enumerate(SENT, 1))


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("关于报送2023年度医疗保障转移支付绩效自评材料的说明函", "居民医保、医疗救助补助资金得分分别为96.5分和94分。"),
        ("关于2023年度转移支付绩效自评结果的报送函", "居民医保补助资金自评得分96.5分，医疗救助补助资金94分。"),
        ("关于呈报2023年度转移支付绩效自评材料的说明", "自评得分：居民医保补助资金96.5分、医疗救助补助资金94分。"),
    ],
)
def test_a_letter_tells_the_scores_of_what_it_sends(extract: Extract, title: str, told: str) -> None:
    text = (
        f"怀化市医疗保障局\n{title}\n省医疗保障局：\n现将情况说明如下。\n一、中央下达我市两项补助资金共520万元。\n"
        f"二、{told}\n附件：1.{SENT[0]}\n2.{SENT[1]}\n{ATTACHED}"
    )
    assert reports(extract, text, "document_type", "program_code") == [
        ("cover_letter", "none"),
        ("transfer_payment_evaluation", "resident_subsidy"),
        ("transfer_payment_evaluation", "assistance_subsidy"),
    ]
    seen = [(o["metric_code"], o["literal"], o["program_code"]) for o in extract(text)["observations"]]
    assert seen == [
        ("funding_allocated", "520", "none"),
        ("self_evaluation_score", "96.5", "resident_subsidy"),
        ("self_evaluation_score", "94", "assistance_subsidy"),
    ]


def test_a_report_that_is_sent_with_its_form_is_no_letter(extract: Extract) -> None:
    text = (
        f"怀化市医疗保障局关于报送2023年度医疗救助补助资金绩效自评情况的报告\n{BODY}自评得分95分。\n"
        "附件1\n2023年度医疗救助补助资金绩效目标自评表\n一级指标\t得分\n产出指标\t50\n"
    )
    assert reports(extract, text, "document_type")[0] == ("transfer_payment_evaluation",)


def test_the_text_below_the_form_of_a_project_is_on_that_project(extract: Extract) -> None:
    form = "2023年度项目支出绩效自评表\n项目名称\t城乡医疗救助补助资金\n一级指标\t分值\t得分\n产出指标\t50\t50\n"
    for words, kind in (("", "project_evaluation"), ("中央转移支付", "transfer_payment_evaluation")):
        text = f"{form}怀化市2023年{words}城乡医疗救助补助资金绩效自评报告\n{BODY}"
        assert reports(extract, text, "document_type") == [("project_evaluation",), (kind,)]


def test_a_zone_that_signs_is_of_the_city_it_is_named_after(extract: Extract) -> None:
    text = (
        "关于2024年居民医保参保缴费的通知\n各街道：\n缴费标准380元。\n绵阳高新技术产业开发区社会发展局\n2023年9月3日\n"
    )
    assert reports(extract, text, "region_code") == [("510700",)]
