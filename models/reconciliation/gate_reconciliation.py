"""Reconciliation: no break without its acknowledgement, no acknowledgement without its break, no silent rule.

Grain: one expectation. On a user's own corpus breaks of the sources are data; they fail on the bundled reports, or
with --strict. The landing door comes first: what it turns away is not worth checking.
"""

from ingest.gates import judge, with_examples


def model(dbt, session):
    dbt.config(materialized="table", schema="marts", tags=["gate"])
    dbt.ref("gate_landing")
    summed, examples = dbt.ref("int_gate_reconciliation__summed"), dbt.ref("int_gate_reconciliation__examples")
    return judge("gate_reconciliation", with_examples(summed, examples))
