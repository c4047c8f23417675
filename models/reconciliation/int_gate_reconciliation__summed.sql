-- Grain: one expectation about reconciliation.
-- Reason: Great Expectations judges counts; the checks stay in the database.
{{ config(materialized='view', schema='intermediate') }}

{{ gate_summary('gate_reconciliation', [ref('int_reconciliation__gated')]) }}
order by expectations.expectation
