-- A disposition that points nowhere hides a loss; a pointer without its disposition counts a number twice.
{{ config(severity='error') }}

select
    number_id,
    text,
    disposition,
    observation_id,
    indicator_id,
    cell_id
from {{ ref('fct_number') }}
where
    (disposition = 'observation' and observation_id is null)
    or (disposition = 'score' and indicator_id is null)
    or (disposition = 'statement_cell' and cell_id is null)
    or (disposition not in ('observation', 'score') and observation_id is not null)
    or (disposition <> 'statement_cell' and cell_id is not null)
