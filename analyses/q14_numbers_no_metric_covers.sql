-- All numbers that no metric covers yet, by the words beside the digits and their frequency: what to teach it next.
select
    translate(numbers.text, '0123456789., -', '') as printed_unit,
    numbers.unit_code,
    numbers.disposition,
    count(*) as n_numbers,
    count(distinct numbers.report_id) as n_reports,
    min(numbers.text) as for_example,
    min(documents.file_name) as in_file,
    min(numbers.line_no) as on_line
from {{ ref('fct_number') }} as numbers
inner join {{ ref('dim_document') }} as documents
    on numbers.document_id = documents.document_id
where numbers.disposition in ('narrative', 'other')
group by translate(numbers.text, '0123456789., -', ''), numbers.unit_code, numbers.disposition
order by count(*) desc, min(numbers.text) asc
