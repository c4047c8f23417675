"""Breadth of wording: sentences of every metric as other bureaus write them keep their floors."""

from __future__ import annotations

import pytest

from ingest.resolve.extract import Extractor
from tests.evaluation.matching import Kind
from tests.evaluation.probes import FACTS, METRICS, STRICT, probes, tally
from tests.evaluation.rows import csv_rows


def test_every_metric_is_probed_eight_times_and_sixty_sentences_state_nothing() -> None:
    said = probes()
    for metric in (row["metric_code"] for row in csv_rows(METRICS)):
        assert sum(any(fact["metric_code"] == metric for fact in probe.facts) for probe in said) >= 8, metric
    assert sum(not probe.facts for probe in said) >= 60


@pytest.mark.parametrize(
    ("kind", "floor"), [(FACTS, 0.97), (STRICT, 0.96)], ids=lambda given: getattr(given, "name", None)
)
def test_wording_is_read_as_broadly_as_before(extractor: Extractor, kind: Kind, floor: float) -> None:
    found = tally(extractor, kind)
    assert found.f1() >= floor, [probe.text.splitlines()[-1] for probe, _ in found.wrong]
