"""A changed rule or model fails a test: of every rule one mutant, and a fixed sample of the models'."""

from __future__ import annotations

import pytest

from tests.builds import python
from tests.helpers import ROOT
from tests.mutation.operators import mutants
from tests.mutation.rows import BY_RULE, rows_of
from tests.mutation.rows import mutants as row_mutants

pytestmark = pytest.mark.warehouse


def test_every_rule_and_a_sample_of_the_models_is_guarded_by_a_test() -> None:
    result = python("-m", "tests.mutation", "fixed", "--jobs", "2")
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
    n_rules = len({row["rule_code"] for row in rows_of(BY_RULE[1])})
    assert result.stdout.count("killed seeds/rules/reconciliation_members.csv") == n_rules
    assert "invalid" not in result.stdout


def test_mutants_are_the_same_on_every_run_and_each_has_an_id_of_its_own() -> None:
    path = "models/reconciliation/int_reconciliation__sums.sql"
    ids = [mutant.id for mutant in mutants(path)]
    assert len(ids) > 100 and len(set(ids)) == len(ids)
    assert ids == [mutant.id for mutant in mutants(path)]
    of_rows = [mutant.id for mutant in row_mutants("rules")]
    assert len(set(of_rows)) == len(of_rows)


def test_a_mutant_of_sql_leaves_comments_and_relations_alone() -> None:
    path = "models/marts/funding/fct_funding.sql"
    source = (ROOT / path).read_text(encoding="utf-8")
    for mutant in mutants(path):
        [(_, text)] = mutant.change.texts
        assert text.count("{{ ref('") == source.count("{{ ref('") > 0
        assert text.splitlines()[0].startswith("-- Grain:")
