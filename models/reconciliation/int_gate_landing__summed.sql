-- Grain: one expectation of the landing door.
-- Reason: Great Expectations judges counts; the facts stay in the database.
{{ config(materialized='view', schema='intermediate') }}

{{ gate_summary('gate_landing', [
    ref('int_landing__numbers_accounted'),
    ref('int_landing__placed'),
    ref('int_landing__coded'),
]) }}
order by expectations.expectation
