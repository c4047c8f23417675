"""Where the reports of a file begin and end, and what they are called."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ingest.find.outline import find_reports
from ingest.find.view import fold

BODY = "一、总体情况\n全市居民医保工作平稳。\n二、绩效情况\n各项指标均已完成。\n"
FIRST = "怀化市2023年城乡居民基本医疗保险补助资金绩效自评报告"
SECOND = "怀化市2023年城乡医疗救助补助资金绩效自评报告"


def titles(text: str) -> list[str]:
    return [report.title for report in find_reports(fold(text))]


def test_a_file_with_one_title_is_one_report() -> None:
    [report] = find_reports(fold(f"{FIRST}\n\n{BODY}"))
    assert (report.title, report.start, report.end, report.is_attachment) == (
        FIRST,
        0,
        len(f"{FIRST}\n\n{BODY}"),
        False,
    )


def test_the_menu_of_a_site_names_no_report() -> None:
    assert titles("首页 > 政务公开\n发布时间：2024-12-18\n基金运行情况\n参保286万人。") == ["基金运行情况"]


def test_a_file_without_a_title_is_one_report_named_by_its_first_words() -> None:
    assert titles(f"今日要闻\n{BODY}") == ["今日要闻"]


def test_every_attachment_with_a_title_is_a_report() -> None:
    letter = "怀化市医疗保障局\n关于报送绩效自评材料的函\n省医疗保障局：\n现将有关材料报送你局。\n特此报告。\n"
    text = f"{letter}附件1\n{FIRST}\n{BODY}附件2\n{SECOND}\n{BODY}"
    reports = find_reports(fold(text))
    assert [report.title for report in reports][1:] == [FIRST, SECOND]
    assert [report.is_attachment for report in reports] == [False, True, True]


def test_reports_cover_the_file_without_gaps() -> None:
    text = f"附件1\n{FIRST}\n{BODY}附件2\n{SECOND}\n{BODY}"
    reports = find_reports(fold(text))
    assert (reports[0].start, reports[-1].end) == (0, len(text))
    assert all(a.end == b.start for a, b in pairwise(reports))


def test_a_title_may_be_broken_over_lines_and_set_with_blanks() -> None:
    assert titles(f"2023年城乡居民基本医疗保险\n补助资金绩效自评报告\n{BODY}") == [
        "2023年城乡居民基本医疗保险补助资金绩效自评报告"
    ]
    assert titles(f"绩 效 自 评 报 告\n{BODY}") == ["绩效自评报告"]


def test_the_year_in_brackets_below_a_title_is_its_subtitle() -> None:
    [report] = find_reports(fold(f"城乡居民基本医疗保险补助资金绩效自评报告\n（2023年度）\n{BODY}"))
    assert report.subtitle == "(2023年度)"


def test_a_title_printed_again_at_the_head_of_a_page_starts_nothing() -> None:
    assert titles(f"{FIRST}\n{BODY}\n{FIRST}\n三项工作继续推进并取得成效。\n") == [FIRST]


@pytest.mark.parametrize(
    "line",
    [
        "根据《怀化市项目支出绩效评价管理办法》开展自评报告",
        "绩效自评报告............3",
        "按照要求完成绩效自评报告。",
        "一、绩效自评报告",
        "绩效自评报告如下：",
    ],
)
def test_a_line_that_only_mentions_a_report_starts_none(line: str) -> None:
    assert len(titles(f"{FIRST}\n{BODY}\n{line}\n其余工作继续推进。\n")) == 1


def test_a_part_of_the_accounts_is_no_report_of_its_own() -> None:
    assert titles("2023年度怀化市医疗保障局部门决算\n第一部分 概况\n2023年度部门决算表\n第三部分 说明\n") == [
        "2023年度怀化市医疗保障局部门决算"
    ]


def test_a_project_table_after_the_accounts_is_a_report() -> None:
    table = "项目支出绩效自评表\n（2023年度）\n项目名称\t信息化\n"
    text = f"2023年度怀化市医疗保障局部门决算\n第一部分 概况\n一、职责\n\n{table}"
    assert titles(text) == ["2023年度怀化市医疗保障局部门决算", "项目支出绩效自评表"]


def test_the_date_of_a_signature_is_no_part_of_the_title_below_it() -> None:
    text = f"{FIRST}\n{BODY}\n怀化市医疗保障局\n2024年2月26日\n项目支出绩效自评表\n（2023年度）\n项目名称\t信息化\n"
    assert titles(text)[-1] == "项目支出绩效自评表"


def test_a_cover_and_a_list_of_contents_announce_the_report_that_bears_the_title_again() -> None:
    text = f"怀化市医疗保障局\n{FIRST}\n\n目录\n一、总体情况\n二、绩效情况\n\n{FIRST}\n{BODY}"
    assert [(r.start, r.end) for r in find_reports(fold(text))] == [(0, len(text))]


def test_a_page_number_does_not_part_a_running_header_from_its_report() -> None:
    assert titles(f"{FIRST}\n{BODY}第1页 共2页\n{FIRST}\n三、问题\n进度偏慢。\n第2页 共2页\n") == [FIRST]


def test_forms_under_numbered_captions_are_reports_until_a_sentence_stands_between() -> None:
    form = "一级指标\t二级指标\t分值\t得分\n产出\t数量\t10\t10\n"
    captions = ["表1 居民医保补助资金绩效自评表", "表2 医疗救助补助资金绩效自评表"]
    assert titles(f"{captions[0]}\n{form}{captions[1]}\n{form}") == [caption[3:] for caption in captions]
    assert titles(f"{FIRST}\n{BODY}{captions[1]}\n{form}") == [FIRST]


def test_an_attachment_without_a_number_is_a_report_where_its_table_follows() -> None:
    form = "附件：项目支出绩效自评表（2023年度）\n一级指标\t二级指标\t分值\t得分\n"
    assert titles(f"{FIRST}\n{BODY}{form}")[1:] == ["项目支出绩效自评表(2023年度)"]
    assert titles(f"{FIRST}\n{BODY}附件：项目支出绩效自评表\n怀化市医疗保障局\n") == [FIRST]


def test_the_buttons_of_a_web_page_are_no_title() -> None:
    page = "下载\n打印\n来源：本地日报\n2026年怀化市政府工作报告\n各位代表：\n全市工作平稳。\n"
    assert titles(page) == ["2026年怀化市政府工作报告"]
    assert titles("工作总结\n今年以来的全市工作情况\n全市工作平稳。\n") == ["工作总结"]
    assert titles("通知\n全市工作平稳。\n") == ["通知"]


@pytest.mark.parametrize("above", ["（2024年度）　　单位：万元\n", "（2024年度）\n单位：万元\n", "金额单位：元\n"])
def test_a_form_under_the_title_of_the_one_above_is_a_report_whatever_unit_stands_between(above: str) -> None:
    form = f"项目支出绩效自评表\n{above}项目名称\t信息化\n一级指标\t二级指标\t分值\t得分\n产出\t数量\t10\t10\n"
    assert len(titles(form + form)) == 2


@pytest.mark.parametrize("title", ["项目支出绩效自评表\n（2023年度）\n", "项目支出绩效自评表\t\t\n（2023年度）\t\t\n"])
def test_a_form_is_of_the_report_whose_sentences_go_on_below_it(title: str) -> None:
    accounts = "2023年度怀化市医疗保障局部门决算\n第一部分 概况\n一、职责\n\n"
    form = f"{title}项目名称\t信息化\t\n一级指标\t分值\t得分\n产出\t10\t10\n"
    assert len(titles(f"{accounts}{form}本项目自评得分98分，等级为优。\n")) == 1
    assert len(titles(f"{accounts}{form}注：得分按完成比例计算。\n")) == 2
    assert len(titles(f"{accounts}{form}")) == 2
