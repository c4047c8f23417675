"""Texts that make a careless pattern or loop explode: one unit over and over, up to a size in characters."""

# ruff: noqa: E501 (a row a file)
from __future__ import annotations

from collections.abc import Callable

# What the grammar of numbers, the outline, tables and clauses look for, alone.
CHARACTERS = {
    "bracket_wide": "（", "bracket_wide_close": "）", "bracket": "(", "bracket_close": ")", "pipe": "|",
    "enumeration_comma": "、", "comma": "，", "stop": "。", "semicolon": "；", "colon": "：", "one": "一", "ten": "十",
    "hundred": "百", "ten_thousand": "万", "hundred_million": "亿", "percent": "%", "percent_wide": "％",
    "year_bracket": "〔", "year_bracket_close": "〕", "tab": "\t", "blank": " ", "wide_blank": "\u3000",
    "newline": "\n", "return": "\r", "form_feed": "\f", "line_separator": "\u2028", "combining": "\u0301",
    "private": "\ue000", "unpaired": "\ufffd", "bidi": "\u202e", "zero_width": "\u200b", "mark": "\ufeff",
    "escape": "\x1b", "digit": "1", "digit_wide": "１", "point": ".", "dash": "-", "dash_wide": "—", "hash": "#",
    "star": "*", "underscore": "_", "dollar": "$", "backslash": "\\", "less": "<", "quote": "“", "quote_close": "”",
    "book": "《", "book_close": "》", "circled": "①", "yuan": "元", "zero": "0", "ideograph": "医", "square": "□",
    "latin": "a", "equals": "=", "slash": "/", "tilde": "~", "ellipsis": "…", "emoji": "😀", "greater": ">",
}  # fmt: skip

# What stands side by side in reports, in turns.
ALTERNATIONS = {
    "list_marks": "一、", "list_marks_bracketed": "（一）", "dotted": "1.", "dotted_marks": "1、", "among": "其中：",
    "one_wan": "1万", "numerals": "一万", "growth": "同比增长", "pipes": "| ", "ordinals": "第一", "nested": "（(",
    "pairs": "()", "pairs_wide": "（）", "percents": "1%", "decimals": "0.1", "thousands": ",000", "ranges": "1-2",
    "ranges_wide": "1～", "years": "2023年", "dates": "2023年1月1日", "amounts": "100万元，", "amount_list": "100万元、",
    "of_which": "其中中央100万元，", "scores": "得1分，", "score_notes": "（得分1分）", "respectively": "分别为1、",
    "wide_pairs": "“”", "book_pairs": "《》", "references": "〔2023〕1号", "regions": "湖南省怀化市", "one_region": "市",
    "schemes": "城乡居民基本医疗保险", "metrics": "参保人数", "metric_values": "参保人数100人，", "totals": "合计",
    "subtotals": "小计", "table_cells": "1\t", "table_rows": "合计\t1\n", "wide_rows": "1|1\n", "empty_rows": "\t\n",
    "titles": "绩效自评报告", "title_lines": "怀化市医疗保障局关于2023年城乡居民基本医疗保险补助资金绩效自评报告\n",
    "heading_lines": "一、总体情况\n", "second_headings": "（一）资金\n", "third_headings": "1.资金\n", "hashes": "# ",
    "hash_lines": "# 一\n", "rules": "---\n", "page_numbers": "- 1 -\n", "units": "单位：万元\n", "dots": "……1\n",
    "contents": "一、资金………1\n", "indicators": "产出指标\n", "indicator_rows": "产出指标\t数量指标\t参保人数\t100\t100\t1\t1\n",
    "latex": "$1$", "latex_words": "\\ge", "stars": "**", "tags": "<b>", "tables": "<table>", "table_tags": "<table><tr><td>",
    "closed_tables": "<table><tr><td>1</td></tr></table>", "cells_open": "<td>", "comments": "<!--", "bookmarks": "[bookmark:",
    "rates": "参保率95%，", "completions": "完成率100%，", "changes": "比上年增加1万元，", "changes_pct": "同比增长1%，",
    "parts": "其中：", "counts": "1人", "less_than": "≥1", "targets": "目标值≥1，", "balances": "累计结余1万元，",
    "sentences": "城乡居民参保100万人。", "clauses": "城乡居民参保100万人，", "lines": "城乡居民参保100万人。\n",
    "questions": "？", "spaced_digits": "1 ", "digits_lines": "1\n", "words_lines": "医\n", "cr_lf": "1\r\n",
    "per": "每人1元", "standards": "人均补助标准1元，", "divisions": "1÷1×1=", "sums": "1+1=", "equals": "1=1",
    "department_rows": "基本支出\t1\t1\t1\n", "statement_rows": "一、一般公共预算财政拨款收入\t1\n",
    "copied": "2023年怀化市城乡居民参保100万人，参保率95%，下达资金100万元，其中中央资金50万元，省级资金50万元。",
    "copied_lines": "2023年怀化市城乡居民参保100万人，参保率95%，下达资金100万元，其中中央资金50万元，省级资金50万元。\n",
}  # fmt: skip

# Followed by long runs of blanks: where patterns that allow for blanks try again and again.
BEFORE_BLANKS = (
    "", "1", "第", "第1", "1.", "1、", "（", "（1", "（一）", "一", "附件", "附件1", "表", "表1", "图", "号", "〔2023〕", "2023",
    "2023年", "2023年1", "1月", "1万", "1元", "：", "单位：", "自评", "得分", "得分：", "总分", "不低于", "其中：", "参保率", "1%", "-", "- 1",
    "|", "| 1", "医", "医保", "。", "，", "行次", "令", "公告", "1至", "1/", "共", "100分", "得分1分，较上年", "满分", "“", "《",
    "$", "<td>", "<table><tr><td>1", "# ", "同比", "其中", "分别为", "合计", "1:", "目标值≥", "完成率", "产出指标",
)  # fmt: skip
_BLANKS = {"blanks": " ", "wide": "\u3000", "lines": "\n", "tabs": "\t"}

TITLE = "怀化市医疗保障局关于2023年城乡居民基本医疗保险补助资金绩效自评报告\n\n一、总体情况\n\n"
ACCOUNTS = "2023年度怀化市医疗保障局部门决算\n\n一、收入支出决算总表\n\n单位：万元\n\n"


def repeated(unit: str) -> Callable[[int], str]:
    """A report that says `unit` over and over."""
    return lambda size: TITLE + unit * max(1, size // len(unit))


def gaped(words: str, blank: str) -> Callable[[int], str]:
    """A report that says the words and then blanks, a tenth of its size, over and over."""
    return lambda size: TITLE + (words + blank * (size // 10)) * 10


def _lines(line: Callable[[int], str], size: int) -> str:
    """Line 1, line 2 and on, until they are as long as asked."""
    lines, length = list[str](), 0
    while length < size:
        lines.append(line(len(lines) + 1))
        length += len(lines[-1])
    return "".join(lines)


def growing(size: int) -> str:
    """A report of ever new numbers in regular sentences, as large as asked."""

    def line(at: int) -> str:
        return (
            f"（{at}）{at % 90 + 2000}年第{at}个县区城乡居民参保{at}.{at % 10}万人，参保率{at % 100}.{at % 7}%，"
            f"下达资金{at * 3}万元，其中中央资金{at * 2}万元、省级资金{at}万元，同比增长{at % 50}%。\n"
        )

    return TITLE + _lines(line, size - len(TITLE))


def grown_table(size: int) -> str:
    """A report of one regular table of ever new rows."""
    header = "区县\t参保人数（人）\t下达资金（万元）\t执行率\n"
    return TITLE + header + _lines(lambda at: f"第{at}区\t{at}\t{at * 7}.{at % 100:02}\t{at % 100}%\n", size)


def grown_accounts(size: int) -> str:
    """Final accounts of ever new lines."""

    def line(at: int) -> str:
        return f"{at}、其他收入{at}\t{at}\t{at * 7}.{at % 100:02}\t其他支出{at}\t{at}\t{at}.00\n"

    return ACCOUNTS + "项目\t行次\t金额\t项目\t行次\t金额\n" + _lines(line, size)


def grown_indicators(size: int) -> str:
    """One indicator table of ever new indicators."""

    def line(at: int) -> str:
        return f"产出指标\t数量指标\t参保人数{at}\t{at % 10}\t≥{at}人\t{at}人\t{at % 10}\n"

    return TITLE + "一级指标\t二级指标\t三级指标\t分值\t年度指标值\t实际完成值\t得分\n" + _lines(line, size)


def many_reports(size: int) -> str:
    """Reports one after another."""
    one = TITLE + "一、总体情况\n\n城乡居民参保{}万人。\n\n"
    return _lines(lambda at: one.replace("2023", str(2000 + at % 60)).format(at), size)


TEXTS: dict[str, Callable[[int], str]] = {
    **{f"only_{name}": repeated(char) for name, char in CHARACTERS.items()},
    **{f"turns_{name}": repeated(unit) for name, unit in ALTERNATIONS.items()},
    **{f"turns_{name}_in_table": repeated(f"{unit.strip()}\t") for name, unit in ALTERNATIONS.items() if "\n" not in unit},
    **{f"lines_{name}": repeated(f"{unit}\n") for name, unit in ALTERNATIONS.items() if "\n" not in unit},
    **{
        f"gap_{name}_{nth}": gaped(words, blank)
        for nth, words in enumerate(BEFORE_BLANKS)
        for name, blank in _BLANKS.items()
    },
    "regular_sentences": growing, "regular_table": grown_table, "regular_accounts": grown_accounts,
    "regular_indicators": grown_indicators, "many_reports": many_reports,
}  # fmt: skip
