"""The landing door: what reading handed over is complete, lies in its text, and speaks in known words.

Grain: one expectation. Fails the build with the first examples of what does not hold.
"""

from ingest.gates import judge


def model(dbt, session):
    dbt.config(materialized="table", schema="marts", tags=["gate"])
    return judge("gate_landing", dbt.ref("int_gate_landing__summed").df())
