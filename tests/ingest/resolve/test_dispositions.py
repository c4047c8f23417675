"""Every number is accounted for, whatever the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.resolve.extract import Extraction, Extractor
from tests.evaluation.digits import unaccounted
from tests.helpers import REFERENCE, TITLES, as_document, csv_rows

DISPOSITIONS = {row["disposition"] for row in csv_rows(REFERENCE / "dispositions.csv")}
EXTRACTOR = Extractor()
WORDS = [
    "参保率", "参保人数", "居民医保", "职工医保", "下达", "中央", "省级", "市级", "其中", "分别为", "均", "增加",
    "减少", "较上年", "提高到", "从", "由", "2023年", "上年", "97%", "402.5万人", "5200万元", "3.5", "1,234.5", "-2",
    "30元", "12家", "（", "）", "，", "。", "、", "；", "：", "得分", "分值", "满分", "（5分）", "98分", "一、",
    "（一）", "1.", "合计", "基金收入", "支出", "结余", "鹤城区", "市本级", "收入决算表\n", "金额单位：万元\n",
    "附件1\n", "绩效自评报告\n", "80%-85%", "三十五家", "\t", "\n", "\n\n", "\n\n- 4 -\n\n", " ",
    "一级指标\t指标值\t完成值\t分值\t得分\n", "科目名称\t本年收入合计\t财政拨款收入\n", "|",
]  # fmt: skip


def accounted(extraction: Extraction, text: str) -> None:
    """Each run of digits in exactly one number; each number disposed of; each id leads to a row."""
    numbers = extraction["numbers"]
    assert unaccounted(extraction, text) == [], text
    ids = {
        "observation_id": {row["observation_id"] for row in extraction["observations"]},
        "indicator_id": {row["indicator_id"] for row in extraction["indicator_scores"]},
        "cell_id": {row["cell_id"] for row in extraction["statement_cells"]},
    }
    for number in numbers:
        assert number["disposition"] in DISPOSITIONS
        assert text[number["char_start"] : number["char_end"]] == number["text"]
        for column, known in ids.items():
            assert not number[column] or number[column] in known
        assert (number["disposition"] == "observation") == bool(number["observation_id"])
        assert (number["disposition"] == "statement_cell") == bool(number["cell_id"])
    for observation in extraction["observations"]:
        assert text[observation["char_start"] : observation["char_end"]] == observation["stated_text"]


@given(
    st.sampled_from(sorted(TITLES.values())),
    st.lists(st.sampled_from(WORDS), max_size=40).map("".join),
)
def test_any_likely_text_is_read_and_all_its_numbers_are_accounted_for(title: str, body: str) -> None:
    text = f"{title}\n\n一、总体情况\n\n{body}\n"
    accounted(EXTRACTOR.extract(as_document(text)), text)


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_and_all_its_numbers_are_accounted_for(text: str) -> None:
    accounted(EXTRACTOR.extract(as_document(text)), text)
