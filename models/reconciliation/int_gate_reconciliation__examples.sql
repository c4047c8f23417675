-- Grain: one of the first failing rows of an expectation about reconciliation.
-- Reason: a message quotes them.
{{ config(materialized='view', schema='intermediate') }}

{{ gate_examples([ref('int_reconciliation__gated')]) }}
order by numbered.expectation, numbered.example_no
