-- Grain: one expectation about reconciliation and one of its first failing rows; one row where none failed.
-- Reason: Great Expectations judges counts and examples; the checks stay in the database.
{{ config(materialized='view', schema='intermediate') }}

{{ gate_summary('gate_reconciliation', [ref('int_reconciliation__gated')]) }}
order by expectations.expectation, examples.example_no
