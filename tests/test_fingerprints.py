"""Every mart of the seeds and of the synthetic corpus is, byte for byte, the one that is known: on any machine.

So no model, macro, rule or word can change a figure unseen. A change that is meant is told by `yibao diff BEFORE AFTER`
and taken over with `python -m tests.fingerprints seeds=FILE corpus=FILE`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builds import Run
from tests.fingerprints import held, recorded


@pytest.mark.warehouse
def test_the_marts_of_the_seeds_are_the_known_ones(from_seeds: Path) -> None:
    assert recorded(from_seeds) == held("seeds")


@pytest.mark.warehouse
def test_the_marts_of_the_corpus_are_the_known_ones(corpus_run: Run) -> None:
    assert recorded(corpus_run.database) == held("corpus")
