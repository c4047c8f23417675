"""What a scoring rule names is no value: where points are lost, by how much a step; a value told with its loss is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.helpers import Seen

Observe = Callable[..., list[Seen]]

execution, satisfaction = partial(Seen, "execution_rate"), partial(Seen, "satisfaction_rate")
rate = partial(Seen, "participation_rate", scheme="basic_all")


@pytest.mark.parametrize(
    "sentence",
    [
        "预算执行率低于70%的不得分。",
        "预算执行率在70%以下的，该项不计分。",
        "预算执行率不足70%，本项得0分。",
        "预算执行率70%以下不得分。",
        "预算执行率低于70%或高于105%的，扣2分。",
        "群众满意度低于85%的每降低1个百分点扣0.2分。",
        "群众满意度达不到85%的按比例扣分。",
        "群众满意度未达到85%，按实际比例酌情扣分。",
        "群众满意度达到85%（含）以上的得满分。",
        "参保率每降低0.5%扣1分。",
        "参保人数每减少2万人，扣0.5分，扣完为止。",
    ],
)
def test_a_rule_of_scoring_states_no_value(states: Observe, sentence: str) -> None:
    assert states("department", sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("预算执行率97.6%，扣0.5分。", [execution("97.6")]),
        ("群众满意度88.5%，得9分，不扣分。", [satisfaction("88.5")]),
        ("参保率98.2%，低于上年0.3个百分点，扣1分。", [rate("98.2")]),
        ("预算执行率低于70%的不得分，全年为97.6%。", [execution("97.6")]),
        ("预算执行率低于70%的不得分；群众满意度88.5%。", [satisfaction("88.5")]),
    ],
)
def test_a_value_told_with_what_it_lost_stays_one(states: Observe, sentence: str, expected: list[Seen]) -> None:
    assert states("department", sentence) == expected
