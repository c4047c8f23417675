-- Grain: one code of one kind, with its Chinese and English name.
select 'metric' as kind, metric_code as code, name_zh as zh, name_en as en, definition as meaning from marts.dim_metric
union all
select 'scheme', scheme_code, name_zh, name_en, definition from marts.dim_scheme
union all
select 'program', program_code, name_zh, name_en, definition from marts.dim_program
union all
select 'document_type', document_type, name_zh, name_en, null from reference.document_types
union all
select 'scope', scope, name_zh, name_en, definition from reference.scopes
union all
select 'funding_level', code, name_zh, name_en, null from reference.funding_levels
union all
select 'unit', unit_code, name_zh, name_en, canonical from reference.units
union all
select 'disposition', disposition, name_zh, name_en, definition from reference.dispositions
union all
select 'statement', statement_code, name_zh, name_en, definition from reference.statements
union all
select 'measure', statement_code || '.' || section || '.' || measure_code, name_zh, name_en, null
from reference.measures
union all
select 'region', region_code, name, region_code, null from marts.dim_region
order by all
