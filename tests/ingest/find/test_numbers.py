"""The number grammar: what a run of digits is, how it is written and what it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.find.numbers import NumberGrammar, Token
from ingest.find.numerals import numeral_value
from ingest.find.view import fold, make_view
from ingest.lexicon import Lexicon

Scan = Callable[[str], list[Token]]
GRAMMAR = NumberGrammar(Lexicon())  # hypothesis takes no fixtures of function scope


def only(tokens: list[Token]) -> Token:
    assert len(tokens) == 1, tokens
    return tokens[0]


# text, literal, unit label, unit class, qualifier
QUANTITIES = [
    # money, persons, visits, rates, time, counts
    ("下达534695.69万元", "534695.69", "万元", "money", "exact"),
    ("基金收入494.83亿元", "494.83", "亿元", "money", "exact"),
    ("标准为670元", "670", "元", "money", "exact"),
    ("标准为670元/人", "670", "元/人", "money", "exact"),
    ("增加30元/人·年", "30", "元/人·年", "money", "exact"),
    ("人民币100万元", "100", "万元", "money", "exact"),
    ("预算30百万元", "30", "百万元", "money", "exact"),
    ("预算100千元", "100", "千元", "money", "exact"),
    ("参保4906748人", "4906748", "人", "person", "exact"),
    ("参保1159.23万人", "1159.23", "万人", "person", "exact"),
    ("编制46名", "46", "名", "person", "exact"),
    ("救助1512607人次", "1512607", "人次", "visit", "exact"),
    ("救助2.3万人次", "2.3", "万人次", "visit", "exact"),
    ("参保率100.71%", "100.71", "%", "percent", "exact"),
    ("提高1.2个百分点", "1.2", "个百分点", "percent", "exact"),
    ("占比3‰", "3", "‰", "percent", "exact"),
    ("可支付9.40个月", "9.40", "个月", "month", "exact"),
    ("耗时25分钟", "25", "分钟", "minute", "exact"),
    ("自评98分", "98", "分", "score", "exact"),
    ("定点291家", "291", "家", "count", "exact"),
    ("办理46个", "46", "个", "count", "exact"),
    ("配备12台（套）", "12", "台(套)", "count", "exact"),
    ("办结12个工作日", "12", "个工作日", "count", "exact"),
    ("惠及6.28万失能群众", "6.28", "万", "", "exact"),
    ("追回213.5万", "213.5", "万", "", "exact"),
    ("共18个省", "18", "个", "count", "exact"),
    ("救助3万人（次）", "3", "万人(次)", "visit", "exact"),
    # spelling
    ("资金38069.51 万元", "38069.51", "万元", "money", "exact"),
    ("参保100 万人", "100", "万人", "person", "exact"),
    ("问卷1 260份", "1260", "份", "count", "exact"),
    ("机构3 517家", "3517", "家", "count", "exact"),
    ("共1,234,567.89元", "1234567.89", "元", "money", "exact"),
    ("共12，345，678元", "12345678", "元", "money", "exact"),
    ("共12，345.67元", "12345.67", "元", "money", "exact"),
    ("共１,２３４.５元", "1234.5", "元", "money", "exact"),
    ("下达５００万元", "500", "万元", "money", "exact"),
    ("覆盖１２３.５％", "123.5", "%", "percent", "exact"),
    ("覆盖１２３．５％", "123.5", "%", "percent", "exact"),
    ("满意度98.5\\%", "98.5", "%", "percent", "exact"),
    ("满意度**98.5**%", "98.5", "%", "percent", "exact"),
    ("余额 -3.5万元", "-3.5", "万元", "money", "exact"),
    ("余额：－3.5万元", "-3.5", "万元", "money", "exact"),
    ("余额：−3.5万元", "-3.5", "万元", "money", "exact"),
    ("（-3.5万元）", "-3.5", "万元", "money", "exact"),
    ("余额为-3.5万元", "-3.5", "万元", "money", "exact"),
    ("当年结余-3.5万元", "-3.5", "万元", "money", "exact"),
    ("增幅－3.5%", "-3.5", "%", "percent", "exact"),
    ("金额0.00", "0.00", "", "", "exact"),
    ("金额1000000000000000000000.5元", "1000000000000000000000.5", "元", "money", "exact"),
    ("下达5200\n万元", "5200", "万元", "money", "exact"),
    ("参保2345678人", "2345678", "人", "person", "exact"),
    ("支出2345678元", "2345678", "元", "money", "exact"),
    ("收入15234567890元", "15234567890", "元", "money", "exact"),
    # comparators before
    ("≥100 百分比", "100", "百分比", "percent", "at_least"),
    ("$\\geq 6$ 个月", "6", "个月", "month", "at_least"),
    ("$>95\\%$", "95", "%", "percent", "more_than"),
    ("≧6个月", "6", "个月", "month", "at_least"),
    (">=95%", "95", "%", "percent", "at_least"),
    ("＞85%", "85", "%", "percent", "more_than"),
    ("＜70%", "70", "%", "percent", "less_than"),
    ("≤30分钟", "30", "分钟", "minute", "at_most"),
    ("≦30分钟", "30", "分钟", "minute", "at_most"),
    ("比例不低于70%", "70", "%", "percent", "at_least"),
    ("救助不少于15万人次", "15", "万人次", "visit", "at_least"),
    ("参保率超过95%", "95", "%", "percent", "more_than"),
    ("节约超3亿元", "3", "亿元", "money", "more_than"),
    ("人均服务逾2万人", "2", "万人", "person", "more_than"),
    ("误差低于5%", "5", "%", "percent", "less_than"),
    ("人数不足30人", "30", "人", "person", "less_than"),
    ("时长不超过30分钟", "30", "分钟", "minute", "at_most"),
    ("约5000万元", "5000", "万元", "money", "about"),
    ("近98%", "98", "%", "percent", "about"),
    ("达到99%", "99", "%", "percent", "exact"),
    ("节约500万元", "500", "万元", "money", "exact"),
    ("附近3公里", "3", "公里", "count", "exact"),
    # inside and after
    ("公开10余条", "10", "条", "count", "more_than"),
    ("走访3400余人", "3400", "人", "person", "more_than"),
    ("走访2万多人", "2", "万人", "person", "more_than"),
    ("走访400多万人", "400", "万人", "person", "more_than"),
    ("支出500万余元", "500", "万元", "money", "more_than"),
    ("达到99%以上", "99", "%", "percent", "at_least"),
    ("达到90分及以上", "90", "分", "score", "at_least"),
    ("保持80%以内", "80", "%", "percent", "at_most"),
    ("控制在3天以下", "3", "天", "count", "at_most"),
    ("支出50万元左右", "50", "万元", "money", "about"),
    # Chinese numerals in front of a counter
    ("发放五百万元", "500", "万元", "money", "exact"),
    ("资助一百二十三万人", "123", "万人", "person", "exact"),
    ("标准二百五十元", "250", "元", "money", "exact"),
    ("服务五千万人次", "5000", "万人次", "visit", "exact"),
    ("处理三十五家", "35", "家", "count", "exact"),
    ("走访三千四百余人", "3400", "人", "person", "more_than"),
    ("达到百分之九十八点五", "98.5", "%", "percent", "exact"),
    ("达到百分之百", "100", "%", "percent", "exact"),
    ("开展十余场", "10", "场", "count", "more_than"),
    ("不到三十人", "30", "人", "person", "less_than"),
    ("近百分之九十", "90", "%", "percent", "about"),
    ("处理三十家以上", "30", "家", "count", "at_least"),
    ("基金支出三点五亿元", "3.5", "亿元", "money", "exact"),
    ("补助二十三点五万元", "23.5", "万元", "money", "exact"),
    ("可支付九点四个月", "9.4", "个月", "month", "exact"),
    ("增长三点二个百分点", "3.2", "个百分点", "percent", "exact"),
    ("占比千分之三", "3", "‰", "percent", "exact"),
    ("报销比例达到百分之七十以上", "70", "%", "percent", "at_least"),
    ("公开信息三百余条", "300", "条", "count", "more_than"),
    ("举办培训十二次", "12", "次", "count", "exact"),
    ("建成服务点两千五百个", "2500", "个", "count", "exact"),
    ("三十多万人", "30", "万人", "person", "more_than"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "literal", "label", "unit_class", "qualifier"), QUANTITIES)
def test_a_quantity_is_read_with_its_unit_and_qualifier(
    scan: Scan, text: str, literal: str, label: str, unit_class: str, qualifier: str
) -> None:
    token = only(scan(text))
    assert (token.kind, token.literal, token.unit_class, token.qualifier) == (
        "quantity",
        literal,
        unit_class,
        qualifier,
    )
    assert token.unit_label.lstrip("万") == label.lstrip("万")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("财社〔2022〕1号", ["document_number", "document_number"]),
        ("财社[2023]45号", ["document_number", "document_number"]),
        ("（2018）12号", ["document_number", "document_number"]),
        ("【2017】160号", ["document_number", "document_number"]),
        ("财社〔2023〕第7号", ["document_number", "document_number"]),
        ("按照138号令执行", ["document_number"]),
        ("2024年", ["date"]),
        ("2024年度", ["date"]),
        ("2024年5月20日", ["date"] * 3),
        ("2024-05-20", ["date"] * 3),
        ("2024/5/20", ["date"] * 3),
        ("2023-2024年", ["date"] * 2),
        ("2023、2024年", ["date"] * 2),
        ("2023年1-6月", ["date"] * 3),
        ("2023年截止7月", ["date"] * 2),
        ("9月底前", ["date"]),
        ("近3年来", ["date"]),
        ("每日9：30开门", ["date"] * 2),
        ("“2023”", ["date"]),
        ("公开02表", ["ordinal"]),
        ("附件 2", ["ordinal"]),
        ("详情（表1）", ["ordinal"]),
        ("第12次会议", ["ordinal"]),
        ("第1、2批", ["ordinal"] * 2),
        ("2101599其他医疗保障支出", ["ordinal"]),
        ("1.总体情况", ["ordinal"]),
        ("（1）总体情况", ["ordinal"]),
        ("12、总体情况", ["ordinal"]),
        ("- 12 -", ["ordinal"]),
        ("第 3 页", ["ordinal"]),
        ("总体情况……………3", ["ordinal"]),
        ("总体情况.....12", ["ordinal"]),
        ("栏次\t1\t2\t3", ["ordinal"] * 3),
        ("12393热线", ["other"]),
        ("电话0513-12345678", ["other"] * 2),
        ("手机13812345678", ["other"]),
        ("比例为5: 5", ["other"] * 2),
        ("二级以上医院", []),
        ("三明市三元区三医联动", []),
        ("一站式结算", []),
        ("完成率NaN%", []),
        ("第九批集采", []),
        ("走访两三家，十五六人，一百二十几户", []),
        ("三项任务、四个方面、一次办结、百家争鸣", []),
        ("上午九点三十分", []),
        ("二〇二四年，二十五周年，十三省", []),
        ("百分之三四十的人", []),
        ("比例为1∶1.2", ["other"] * 2),
        ("建成15分钟医保服务圈", ["other"]),
    ],
)
def test_what_is_no_quantity_keeps_the_reason(scan: Scan, text: str, kinds: list[str]) -> None:
    assert [token.kind for token in scan(text)] == kinds


def test_the_name_of_a_place_holds_no_number(scan: Scan) -> None:
    names = [row["name"] for row in Lexicon().codes("regions")]
    assert len(names) > 3000
    for name in names:
        assert not scan(f"下达{name}补助资金"), name


@pytest.mark.parametrize("end", ["\n", "\n\n", "\t", "\n\t"])
@pytest.mark.parametrize("below", ["内江市", "元谋县", "本溪市", "天峨县", "人民医院"])
def test_the_label_of_the_next_row_is_neither_unit_nor_comparator(scan: Scan, end: str, below: str) -> None:
    token = only(scan(f"甲县\t51230{end}{below}"))
    assert (token.literal, token.unit_label, token.qualifier) == ("51230", "", "exact")


@pytest.mark.parametrize("gap", ["\n", "\n\t", " "])
def test_a_comparator_alone_on_the_next_line_is_of_the_number(scan: Scan, gap: str) -> None:
    assert only(scan(f"达到95%{gap}以上\n")).qualifier == "at_least"


def test_a_row_set_with_blanks_ends_with_its_line(scan: Scan) -> None:
    rows = [
        "地区      参保人数  基金收入",
        "河口县    215000    1320.10",
        "元阳县    413322    1905.33",
        "合计      628322    3225.43",
    ]
    found = scan("\n".join([*rows, "", "本年工作平稳。"]))
    assert [(token.literal, token.unit_label) for token in found][1::2] == [
        ("1320.10", ""),
        ("1905.33", ""),
        ("3225.43", ""),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("合计\t902100\t2158127\n怀化市", "quantity"),  # ends its row
        ("\t合计\n\t2158127\n\n\t怀化市", "quantity"),  # a blank line ends the row
        ("2101501\t行政运行", "ordinal"),
        ("2101501\n行政运行\n12.50", "ordinal"),
        ("科目\n\t2101501\n\t行政运行\n\t12.50", "ordinal"),
    ],
)
def test_a_number_that_ends_a_row_is_no_account_of_the_next(scan: Scan, text: str, kind: str) -> None:
    assert next(token for token in scan(text) if token.literal.startswith("2")).kind == kind


def test_a_rejected_number_is_its_bare_digits(scan: Scan) -> None:
    token = only(scan("2024年度"))
    assert (token.start, token.end, token.literal, token.unit_label) == (0, 4, "2024", "")


@pytest.mark.parametrize("joint", ["-", "－", "~", "～", "—", "至", "到"])
def test_a_range_is_one_value_with_two_ends(scan: Scan, joint: str) -> None:
    low, high = scan(f"结算率为80%{joint}85%")
    assert (low.literal, low.qualifier, low.range_high, high.is_range_high) == ("80", "range", high, True)


def test_the_lower_end_of_a_range_takes_the_unit_of_the_upper(scan: Scan) -> None:
    low, _ = scan("奖补5-10万元")
    assert (low.literal, low.unit_label, low.unit_class) == ("5", "万元", "money")


@pytest.mark.parametrize("text", ["从85%至90%", "由610元到640元"])
def test_a_way_from_one_value_to_another_is_no_range(scan: Scan, text: str) -> None:
    assert [token.qualifier for token in scan(text)] == ["exact", "exact"]


def test_a_number_cut_by_a_page_break_is_one(scan: Scan) -> None:
    text = "全年各级财政共安排补助资金398\n\n- 4 -\n\n82.35万元。"
    fragment, page, number = scan(text)
    assert (number.literal, number.unit_label, number.fragment) == ("39882.35", "万元", fragment)
    assert (page.kind, page.literal) == ("ordinal", "4")


@pytest.mark.parametrize("text", ["参保人数402.\n5万人", "参保人数共计40\n2.5万人"])
def test_a_number_cut_by_a_line_end_is_one(scan: Scan, text: str) -> None:
    fragment, number = scan(text)
    assert (number.literal, number.unit_label, number.fragment) == ("402.5", "万人", fragment)


def test_a_page_break_between_a_number_and_its_unit_keeps_the_page_number_apart() -> None:
    number, page = _covering("全市居民医保参保人数达到402.5\n\n- 4 -\n\n万人")
    assert (number.literal, number.unit_label, page.kind) == ("402.5", "万人", "ordinal")


def test_numbers_of_a_row_stay_apart(scan: Scan) -> None:
    assert [token.literal for token in scan("合计\t10 20\t1,2,3\t12,34")] == ["10", "20", "1", "2", "3", "12", "34"]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("零", 0), ("两", 2), ("十", 10), ("十五", 15), ("二十", 20), ("三十五", 35), ("一百零八", 108),
        ("一千二百", 1200),
        ("五百万", 5_000_000), ("三千四百万", 34_000_000), ("二〇二三", 2023), ("十二万", 120_000), ("圆", None),
        ("三亿二千万", 320_000_000), ("一百十五", 115), ("两千万", 20_000_000), ("二〇〇", 200),
        # loosely said: two or three, fifteen or sixteen, 120 or 102
        ("两三", None), ("三四十", None), ("十五六", None), ("二三百", None), ("一百二", None), ("三万五", None),
        ("一亿零一万", 100_010_000),
    ],
)  # fmt: skip
def test_a_chinese_numeral_has_its_value(numeral: str, value: int | None) -> None:
    assert numeral_value(numeral) == value


# --- properties


def plain(value: Decimal) -> str:
    return format(value, "f")


def grouped(value: Decimal) -> str:
    return format(value, ",f")


def full_width(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)})


def in_chinese(number: int) -> str:
    """A whole number below 10^12 in Chinese numerals, as people write it (十五, 一百零八, 三亿零五十万)."""
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")

    def below_ten_thousand(n: int) -> str:
        words, gap = "", False
        for power in (3, 2, 1, 0):
            digit = n // 10**power % 10
            if digit:
                words += ("零" if gap and words else "") + digits[digit] + units[power]
            gap = not digit
        return words

    words = ""
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, scale)
        if part:
            words += ("零" if words and part < 1000 else "") + below_ten_thousand(part) + name
    return words.removeprefix("一") if words.startswith("一十") else words or "零"


values = st.decimals(min_value=0, max_value=10**12, places=2) | st.integers(0, 10**12).map(Decimal)
notations = st.sampled_from([plain, grouped, lambda v: full_width(plain(v)), lambda v: full_width(grouped(v))])
units = st.sampled_from(
    [
        ("元", "money"), ("万元", "money"), ("亿元", "money"), ("%", "percent"), ("％", "percent"), ("人", "person"),
        ("万人", "person"), ("人次", "visit"), ("万人次", "visit"), ("个月", "month"), ("分钟", "minute"),
        ("家", "count"),
    ]
)  # fmt: skip
comparators = st.sampled_from(
    [
        ("", "", "exact"), ("≥", "", "at_least"), ("不低于", "", "at_least"), ("＞", "", "more_than"),
        ("超过", "", "more_than"),
        ("≤", "", "at_most"), ("不超过", "", "at_most"), ("＜", "", "less_than"), ("不足", "", "less_than"),
        ("约", "", "about"),
        ("", "以上", "at_least"), ("", "以内", "at_most"), ("", "左右", "about"),
    ]
)  # fmt: skip


@given(values, notations, units, comparators, st.sampled_from(["", " "]))
def test_any_amount_in_any_notation_is_read_back_exactly(
    value: Decimal, notation: Callable[[Decimal], str], unit: tuple[str, str], sign: tuple[str, str, str], gap: str
) -> None:
    text = f"合计{sign[0]}{notation(value)}{gap}{unit[0]}{sign[1]}。"
    token = only(GRAMMAR.scan(make_view(text)))
    assert Decimal(token.literal) == value
    assert token.literal == plain(value)
    assert (token.unit_label, token.unit_class, token.qualifier) == (fold(unit[0]), unit[1], sign[2])


@given(values.filter(bool), notations, st.sampled_from("-－−–"), st.sampled_from(["\t", "：", "（", " ", "，"]))
def test_any_negative_amount_is_read_back_with_its_sign(
    value: Decimal, notation: Callable[[Decimal], str], minus: str, before: str
) -> None:
    token = only(GRAMMAR.scan(make_view(f"余额{before}{minus}{notation(value)}万元")))
    assert Decimal(token.literal) == -value


def _covering(text: str) -> list[Token]:
    tokens = GRAMMAR.scan(make_view(text))
    for run in re.finditer("[0-9]+", fold(text)):
        holders = [t for t in tokens if t.start <= run.start() and run.end() <= t.end]
        assert len(holders) == 1, (text, run, tokens)
    for before, after in pairwise(tokens):
        assert before.end <= after.start, (text, before, after)
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.left <= token.start and token.end <= token.right
    return tokens


@given(st.text())
def test_every_run_of_digits_of_any_text_is_in_exactly_one_number(text: str) -> None:
    _covering(text)


def test_digits_and_a_chinese_numeral_beside_them_do_not_overlap() -> None:
    _covering("占1百分之九十")


PIECES = [
    "参保率", "资金", "1", "12", "2023", "2024年", "98.5%", "６７", "1,234", "，567", "-", "－", "~", "至", "万",
    "亿", "元", "人", "人次", "个月", "号", "〔", "〕", "（", "）", "第", "页", "附件", "表", "月", "日", "：", ":",
    ".", "、", "。", "三十五家", "百分之九十", "余", "多", "以上", "≥", "约", "260份", "$", "\\geq", "**", "\n", "\t",
    "\n\n- 4 -\n\n", "1 260", " ", "|",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_every_run_of_digits_of_a_likely_text_is_in_exactly_one_number(text: str) -> None:
    _covering(text)


@pytest.mark.parametrize(("digits", "kind"), [("2515348", "quantity"), ("2101505", "ordinal"), ("2340199", "ordinal")])
def test_a_code_of_an_account_is_of_a_class_of_accounts(
    scan: Callable[[str], list[Token]], digits: str, kind: str
) -> None:
    assert [(token.literal, token.kind) for token in scan(f"合计 {digits}\n\n坚持问题导向。")] == [(digits, kind)]
