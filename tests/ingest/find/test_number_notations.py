"""Any value in any notation, in any surroundings, is read back exactly: value, unit, qualifier and span."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from hypothesis import assume, example, given
from hypothesis import strategies as st

from ingest.find.numbers import NumberGrammar, Token
from ingest.find.view import fold, make_view
from ingest.lexicon import Lexicon
from ingest.lexicon.schema import SCALES
from tests.helpers import REFERENCE, csv_rows
from tests.ingest.find.test_numbers import full_width, grouped, in_chinese, plain

LEXICON = Lexicon()
GRAMMAR = NumberGrammar(LEXICON)
EXPONENT = {row["unit_label"]: int(row["exponent"]) for row in csv_rows(REFERENCE / "unit_labels.csv")}

# What may stand around a number without being of it.
BEFORE = ("", "合计", "全年共", "参保人数为", "其中：", "（", "\n", "，", "；", "资金\t", "| ", "2023年下达", "**", "“")
AFTER = ("", "。", "，", "；其中", "、", "）", "\n", "\t下达", " |", "**", "的资金", "”")


class Printed(NamedTuple):
    """A number as it stands in a text, and what it must be read as."""

    words: str
    value: Decimal
    label: str
    unit_class: str


def read(before: str, words: str, after: str) -> Token:
    """The token that begins inside the words; nothing of theirs is read as anything else."""
    tokens = GRAMMAR.scan(make_view(before + words + after))
    mine = [t for t in tokens if len(before) <= t.left and t.start < len(before) + len(words)]
    assert len(mine) == 1, (before + words + after, tokens)
    return mine[0]


def spaced(value: Decimal) -> str:
    return grouped(value).replace(",", " ")


def full_width_groups(value: Decimal) -> str:
    return grouped(value).replace(",", "，")


def full_width_sign(value: Decimal) -> str:
    return full_width(grouped(value)).replace(",", "，").replace(".", "．")


amounts = st.decimals(min_value=0, max_value=10**12, places=2) | st.integers(0, 10**12).map(Decimal)
small = st.decimals(min_value=0, max_value=999, places=2) | st.integers(0, 999).map(Decimal)
notations = st.sampled_from([plain, grouped, lambda v: full_width(plain(v)), lambda v: full_width(grouped(v))])
UNITS = [
    (scale + row["unit_label"], row["unit_class"])
    for row in LEXICON.units
    for scale in ("", *(SCALES if row["scalable"] == "1" else ()))
    if row["unit_class"] != "year"  # of four digits it is a date
]
units = st.sampled_from(UNITS)
befores, afters = st.sampled_from(BEFORE), st.sampled_from(AFTER)
gaps = st.sampled_from(["", " ", "\u3000"])
SIGNS = [(row["comparator"], row["position"], row["qualifier"]) for row in LEXICON.comparators]
signs = st.sampled_from([("", "before", "exact"), *SIGNS])


@given(amounts, notations, units, signs, gaps, befores, afters)
def test_any_amount_in_any_unit_is_read_back_with_its_span(value, notation, unit, sign, gap, before, after) -> None:  # type: ignore[no-untyped-def]
    word, position, qualifier = sign
    digits = notation(value)
    left, inside, right = (word if position == place else "" for place in ("before", "inside", "after"))
    words = f"{left}{digits}{inside}{gap}{unit[0]}{right}"
    token = read(before, words, after)
    assert (token.kind, token.literal) == ("quantity", plain(value))
    assert (token.unit_label, token.unit_class, token.qualifier) == (unit[0], unit[1], qualifier)
    start = len(before) + len(left)
    assert (token.start, token.end) == (start, start + len(digits + inside + gap + unit[0]))
    assert (token.left, token.right) == (len(before), len(before) + len(words))


@given(
    st.decimals(min_value=1000, max_value=10**12, places=2),
    st.sampled_from([spaced, full_width_groups, full_width_sign]),
    units, befores, afters,
)  # fmt: skip
def test_thousands_parted_by_blanks_or_full_width_commas_are_one_number(value, notation, unit, before, after) -> None:  # type: ignore[no-untyped-def]
    token = read(before, notation(value) + unit[0], after)
    assert (token.literal, token.unit_label, token.start) == (plain(value), unit[0], len(before))


@given(st.integers(10**6, 10**12).map(Decimal), units, befores, afters)
def test_whole_numbers_of_three_groups_may_have_full_width_commas(value, unit, before, after) -> None:  # type: ignore[no-untyped-def]
    token = read(before, full_width_groups(value) + unit[0], after)
    assert (token.literal, token.unit_label) == (plain(value), unit[0])


@given(st.integers(1000, 10**9).map(Decimal), st.sampled_from(["元", "人", "家", "份", "万元", "万人"]), afters)
def test_whole_numbers_may_be_parted_by_blanks_before_a_counter(value, unit, after) -> None:  # type: ignore[no-untyped-def]
    token = read("合计", spaced(value) + unit, after)
    assert (token.literal, token.unit_label) == (plain(value), unit)


@given(amounts.filter(bool), notations, units, st.sampled_from("-－−–﹣"), st.sampled_from("\t：（ ，为"), afters)
def test_any_minus_sign_belongs_to_its_number(value, notation, unit, minus, before, after) -> None:  # type: ignore[no-untyped-def]
    token = read(before, minus + notation(value) + unit[0], after)
    assert (Decimal(token.literal), token.unit_label, token.start) == (-value, unit[0], len(before))


LATEX = [
    ("$\\geq {}$ {}", "at_least"), ("$\\ge {}${}", "at_least"), ("$\\geqslant{}${}", "at_least"),
    ("$>{}${}", "more_than"),
    ("$\\leq {}$ {}", "at_most"), ("$\\leqslant {}${}", "at_most"), ("$\\lt {}${}", "less_than"), ("${}$ {}", "exact"),
    ("$\\approx {}${}", "about"),
]  # fmt: skip


@given(amounts, st.sampled_from(LATEX), units, st.sampled_from(["合计", "指标值：", "|", "\t"]))
def test_a_formula_is_read_as_what_it_shows(value, form, unit, before) -> None:  # type: ignore[no-untyped-def]
    pattern, qualifier = form
    token = read(before, pattern.format(plain(value), unit[0]), "。")
    assert (token.literal, token.unit_label, token.qualifier) == (plain(value), unit[0], qualifier)


@given(amounts, st.sampled_from(["$>{}\\%$", "$\\geq{}\\%$", "${}\\%$", "{}\\%"]), befores)
def test_a_percent_sign_in_a_formula_is_a_unit(value, pattern, before) -> None:  # type: ignore[no-untyped-def]
    token = read(before, pattern.format(plain(value)), "。")
    assert (token.literal, token.unit_label, token.unit_class) == (plain(value), "%", "percent")


DASHES = ("-", "－", "−", "–", "~", "～", "〜", "∼", "—", "——", "--", "至", "到")


@given(small, small, st.sampled_from(DASHES), units, st.booleans(), gaps, befores, afters)
def test_any_two_values_with_any_dash_are_a_range(low, high, dash, unit, twice, gap, before, after) -> None:  # type: ignore[no-untyped-def]
    words = f"{plain(low)}{unit[0] if twice else ''}{gap}{dash}{gap}{plain(high)}{unit[0]}"
    text = before + words + after
    lower, upper = (t for t in GRAMMAR.scan(make_view(text)) if len(before) <= t.start < len(before + words))
    assert (lower.literal, upper.literal) == (plain(low), plain(high)), text
    assert lower.range_high is upper and upper.is_range_high, text
    assert (lower.qualifier, lower.unit_label, lower.unit_class) == ("range", *unit)


@given(st.integers(1, 10**8), st.integers(1, 10**8), st.sampled_from("-~—至"), st.sampled_from(["元", "万元", "人"]))
@example(500, 1_000_000, "-", "元")
@example(2000, 5000, "-", "元")
def test_a_range_of_any_size_is_no_telephone_and_no_date(low: int, high: int, dash: str, unit: str) -> None:
    lower, upper = GRAMMAR.scan(make_view(f"补助标准为{low}{dash}{high}{unit}。"))
    assert (lower.literal, upper.literal, lower.qualifier, lower.unit_label) == (str(low), str(high), "range", unit)


# --- Chinese numerals


def fraction(digits: str) -> str:
    return "点" + "".join("零一二三四五六七八九"[int(digit)] for digit in digits)


counters = st.sampled_from(["元", "人", "人次", "家", "个", "件", "次", "户", "项", "场"])


@given(st.integers(11, 10**12 - 1), counters, signs, afters)
@example(10_000_050, "元", SIGNS[0], "")
@example(100_000_001, "人", SIGNS[0], "")
@example(1_000_000_000, "元", SIGNS[0], "")
def test_a_chinese_numeral_before_a_counter_is_read_back(number, unit, sign, after) -> None:  # type: ignore[no-untyped-def]
    word, position, qualifier = sign
    assume(position != "inside")
    left, right = (word if position == place else "" for place in ("before", "after"))
    numeral = in_chinese(number)
    token = read("合计", f"{left}{numeral}{unit}{right}", after)
    assert value_of(token) == number
    assert (token.unit_label.lstrip("万亿"), token.qualifier, token.is_numeral) == (unit, qualifier, True)
    assert (token.start, token.end) == (2 + len(left), 2 + len(left) + len(numeral + unit))


decimals = st.text("0123456789", min_size=1, max_size=3)
scaled = st.sampled_from(["万元", "亿元", "万人", "亿人次", "个月", "元", "分", "万户"])


@given(st.integers(0, 999), decimals, scaled)
def test_a_chinese_numeral_with_a_fraction_is_read_back(whole: int, digits: str, unit: str) -> None:
    token = read("合计", in_chinese(whole) + fraction(digits) + unit, "。")
    assert value_of(token) == Decimal(f"{whole}.{digits}").scaleb(EXPONENT[unit])


@given(st.integers(0, 200), decimals | st.just(""), st.sampled_from([("百分之", "%"), ("千分之", "‰")]), signs)
def test_percent_words_are_read_back(whole, digits, of, sign) -> None:  # type: ignore[no-untyped-def]
    word, position, qualifier = sign
    assume(position != "inside")
    left, right = (word if position == place else "" for place in ("before", "after"))
    token = read("比例", f"{left}{of[0]}{in_chinese(whole)}{fraction(digits) if digits else ''}{right}", "，")
    assert Decimal(token.literal) == Decimal(f"{whole}.{digits or 0}")
    assert (token.unit_label, token.unit_class, token.qualifier) == (of[1], "percent", qualifier)


def value_of(token: Token) -> Decimal:
    """The value in base units."""
    return Decimal(token.literal).scaleb(EXPONENT[token.unit_label])


# --- nothing is lost

_ALPHABET = (
    "0123456789０１２３９.．,，%％-－—~～至到元万亿人次个月年日号第页附表〔〕（）()[]【】:：、。；$\\"
    "|\t\n 　余多约近超≥＞以上三十百点零分之*#_二两千"
)


def accounted(text: str) -> None:
    """Accepted and rejected tokens hold every run of digits once, in order, and no digit is lost in a literal."""
    view = make_view(text)
    tokens = GRAMMAR.scan(view)
    for run in re.finditer("[0-9]+", fold(text)):
        assert sum(t.start <= run.start() and run.end() <= t.end for t in tokens) == 1, (text, run, tokens)
    for one, other in pairwise(tokens):
        assert one.end <= other.start, (text, one, other)
    fragments = {id(t.fragment) for t in tokens if t.fragment is not None}
    for token in tokens:
        assert token.kind in ("quantity", "document_number", "date", "ordinal", "other")
        assert token.kind == "quantity" or not (token.unit_label or token.qualifier != "exact"), (text, token)
        if token.is_numeral or token.fragment is not None or id(token) in fragments or not token.literal:
            continue
        printed = re.sub(r"[^0-9]", "", fold(text[token.start : token.digits_end]))
        assert printed == re.sub(r"[^0-9]", "", token.literal), (text, token)


@given(st.text(_ALPHABET, max_size=60))
def test_no_digit_of_a_number_like_text_is_lost(text: str) -> None:
    accounted(text)


digits = st.sampled_from(["12", "3.5", "２０２３", "1,234", "7 890", "1234567"])
tails = st.sampled_from(["", "万元", "%", "年", "号", "-"])
between = st.sampled_from([*BEFORE, *AFTER, *DASHES])


@given(st.lists(st.tuples(digits, tails, between).map("".join), max_size=12).map("".join))
def test_no_digit_between_separators_is_lost(text: str) -> None:
    accounted(text)
