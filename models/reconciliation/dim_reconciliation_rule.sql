-- Grain: one rule of reconciliation.
-- Reason: what was checked, in words, with the norm or form that implies it.
{{ config(materialized='table', schema='marts') }}

select
    rule_code,
    kind,
    scope,
    statement_zh,
    statement_en,
    basis,
    severity,
    closed
from {{ ref('reconciliation_rules') }}
