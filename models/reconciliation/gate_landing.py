"""The landing door: what reading handed over is complete, lies in its text, and speaks in known words.

Grain: one expectation. Fails the build with the first examples of what does not hold.
"""

from ingest.gates import judge, with_examples


def model(dbt, session):
    dbt.config(materialized="table", schema="marts", tags=["gate"])
    summed, examples = dbt.ref("int_gate_landing__summed"), dbt.ref("int_gate_landing__examples")
    return judge("gate_landing", with_examples(summed, examples))
