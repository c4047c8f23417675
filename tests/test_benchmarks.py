"""The benchmarks, untimed: made facts, each way's findings, what disagrees; the probes of the number grammar."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import numbers
from benchmarks.made import Shape, find_inconsistent, make_corpus
from benchmarks.numbers import Grammar, Probe, read_probes, score
from benchmarks.reconciliation import Disagreement, agree, measure
from benchmarks.reliability import kills
from benchmarks.xbrl import write_xbrl

FEW = Shape(reports=5, leaves=12, sums=20, products=1, restated=5, damaged=0.1)


def test_made_facts_are_as_many_as_the_shape_says_and_the_same_each_time() -> None:
    corpus = make_corpus(FEW)
    assert len(corpus.facts) == FEW.facts == 200
    assert corpus.facts == make_corpus(FEW).facts
    assert Shape().facts == 100_000
    assert all(2 <= len(rule.members) <= 30 for rule in corpus.sums)


def test_damage_is_found_and_nothing_else_is_broken() -> None:
    corpus = make_corpus(FEW)
    assert corpus.damaged
    assert corpus.damaged <= find_inconsistent(corpus)
    whole = make_corpus(Shape(reports=5, leaves=12, sums=20, products=1, restated=5, damaged=0))
    assert find_inconsistent(whole) == set()


def test_another_finding_is_a_disagreement() -> None:
    agree("two ways", {("sum001", "report00001")}, {("sum001", "report00001")})
    with pytest.raises(Disagreement, match="1 breaks that are none"):
        agree("two ways", {("sum001", "report00001")}, set())
    with pytest.raises(Disagreement, match="1 not found"):
        agree("two ways", set(), {("sum001", "report00001")})


def test_the_report_for_arelle_has_every_fact_and_every_member(tmp_path: Path) -> None:
    corpus = make_corpus(FEW)
    instance = ElementTree.parse(write_xbrl(corpus, tmp_path)).getroot()
    assert len(instance.findall("./*[@contextRef]")) == len(corpus.facts)
    arcs = ElementTree.parse(tmp_path / "made-cal.xml").getroot().findall(".//{*}calculationArc")
    assert len(arcs) == sum(len(rule.members) for rule in corpus.sums)


@pytest.mark.warehouse
def test_pass_and_single_queries_find_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = Namespace(threads=2, repeat=1, sample=20, seed=1, arelle=tmp_path / "no-arelle")
    ways = measure(make_corpus(FEW), tmp_path, options)  # raises where they do not
    said = capsys.readouterr().out
    assert "Arelle is not installed" in said and "every way found the same breaks" in said
    assert [len(way.seconds) for way in ways] == [1, 1, 1, 1]


def test_our_grammar_reads_every_probe_of_numbers() -> None:
    probes, grammar = read_probes(), Grammar()
    assert len(probes) == len({probe.text for probe in probes}) >= 74
    found = [(probe, grammar.read(probe.text)) for probe in probes]
    assert [(probe.text, pairs) for probe, pairs in found if not all(score(probe, pairs))] == []


def test_a_probe_is_right_with_all_its_values_and_nothing_else() -> None:
    probe = Probe("ranges", "5-10万元", (("50000", "yuan"), ("100000", "yuan")))
    assert score(probe, [("100000", "yuan"), ("50000", "yuan")]) == (True, True)
    assert score(probe, [("100000", "yuan"), ("50000", "")]) == (True, False)
    assert score(probe, [("100000", "yuan")]) == (False, False)
    assert score(probe, [("50000", "yuan"), ("100000", "yuan"), ("5", "")]) == (False, False)


def test_absent_peers_are_named_and_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(numbers, "_PEERS", tmp_path / "none")
    assert numbers.measure_peers(read_probes(), [], 1) == []
    assert "`make peers` installs them" in capsys.readouterr().err
    ours = numbers.measure_ours(read_probes(), ["参保率98%"], 1)
    told = list(numbers.tell(read_probes(), ["参保率98%"], [ours]))
    assert any(line.split()[:2] == ["all", f"({len(read_probes())})"] for line in told)


def test_killed_ingests_leave_one_landing_or_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    """Few of the kills that `make kills` does, so that the harness itself stays right."""
    assert kills.main(["--ingest", "2", "--build", "0", "--publish", "0", "--steps", "60"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^ingest +2 kills: \d as it was, \d as it would be; 1 healed", said, re.M)
    assert re.search(r"^ingest by step +[1-9]\d* kills: ", said, re.M)
    assert ", 0 wrong (seed 1)" in said
