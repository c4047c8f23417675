-- Grain: one transfer payment or project.
-- Reason: names of the codes that money and scores carry, and whose money it is.
select
    program_code,
    name_zh,
    name_en,
    funding_origin,
    definition
from {{ ref('programs') }}
