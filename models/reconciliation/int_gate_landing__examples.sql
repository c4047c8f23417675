-- Grain: one of the first failing rows of an expectation of the landing door.
-- Reason: a message quotes them; where nothing failed, which is nearly always, nobody asks for them.
{{ config(materialized='view', schema='intermediate') }}

{{ gate_examples([
    ref('int_landing__numbers_accounted'),
    ref('int_landing__placed'),
    ref('int_landing__coded'),
]) }}
order by numbered.expectation, numbered.example_no
