"""Words that a careless program would run: SQL, Jinja, HTML, formulas, signs that steer a terminal."""

from __future__ import annotations

MARK = "xyzzy"  # nothing else says so
PAYLOADS = {
    "sql": "'; drop table marts.dim_report; --xyzzy",
    "jinja": "{{ 7*7 }}xyzzy",
    "jinja_block": "{% raw %}xyzzy",
    "jinja_comment": "{# xyzzy #}",
    "script": "<script>xyzzy()</script>",
    "script_end": "</script><script>xyzzy()</script>",
    "image": '"><img src=x onerror=xyzzy()>',
    "attribute": "' onmouseover='xyzzy()' x='",
    "link": '<a href="javascript:xyzzy()">甲</a>',
    "vector": "<svg/onload=xyzzy()>",
    "style": "</style></title></textarea><iframe src=javascript:xyzzy()>",
    "comment": "--><!--xyzzy",
    "entity": "&lt;script&gt;xyzzy()&lt;/script&gt;",
    "template": "${xyzzy()}",
    "formula": "=cmd|' /C xyzzy'!A0",
    "formula_plus": "+1+1+xyzzy()",
    "formula_minus": "-2+3+xyzzy()",
    "formula_at": "@SUM(xyzzy)",
    "formula_wide": "＝xyzzy()",
    "terminal": "\x1b]0;xyzzy\x07\x1b[31m甲",
    "markup": "[bold red]xyzzy[/]",
    "quotes": 'a,"xyzzy"',
    "bidi": "\u202exyzzy",
    "long": "长xyzzy" * 60,
}
# What no file system takes as a name.
_NO_NAME = str.maketrans({"/": "÷", "\0": ""})


def file_names() -> dict[str, str]:
    """A name of a file for each payload, no longer than a file system takes."""
    names = {kind: words.translate(_NO_NAME) for kind, words in PAYLOADS.items()}
    names["lines"] = "new\nline\rtab\tx"
    return {kind: name.encode()[:180].decode(errors="ignore") + ".txt" for kind, name in names.items()}


def report(kind: str) -> str:
    """A report that says the payload in its title, units, cells and prose; its scores do not add up."""
    words = PAYLOADS.get(kind, kind)
    rows = "".join(
        f"产出指标\t数量指标\t{words}指标{n}\t10\t≥{90 + n}%{words}\t{95 + n}%\t{8 + n}\t{words}\n" for n in range(3)
    )
    return (
        f"{words}怀化市医疗保障局关于2023年城乡居民基本医疗保险补助资金绩效自评报告\n\n"
        f"项目名称：{words}\n\n"
        f"一、总体情况{words}\n\n"
        f"2023年城乡居民参保402.5万人{words}，参保率97.2%。下达资金100万元，其中中央资金60万元、省级资金30万元{words}。\n\n"
        f"单位：{words}\n\n"
        f"一级指标\t二级指标\t三级指标\t分值\t年度指标值\t实际完成值\t得分\t{words}\n"
        f"{rows}合计\t\t{words}\t100\t\t\t66\t\n\n"
        f"二、得分情况\n\n自评得分98.5分。{words}\n"
    )
