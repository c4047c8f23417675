-- Grain: the warehouse, once: what it holds, for the foot of every page.
select
    (select count(*) from marts.dim_document) as n_documents,
    (select count(*) from marts.dim_report) as n_reports,
    (select count(*) from marts.fct_observation) as n_observations,
    (select count(*) from marts.fct_number) as n_numbers,
    (select count(*) from marts.fct_reconciliation) as n_checks,
    (
        select left(md5(string_agg(document_id, ' ' order by document_id)), 12) from marts.dim_document
    ) as fingerprint
