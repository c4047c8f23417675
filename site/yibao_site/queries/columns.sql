-- Grain: one column of a table or view of the file, with what the database itself says of it.
select
    columns.schema_name,
    columns.table_name,
    columns.column_name,
    columns.column_index,
    columns.data_type,
    columns.comment,
    coalesce(tables.comment, views.comment) as table_comment,
    tables.estimated_size as n_rows
from duckdb_columns() as columns
left join duckdb_tables() as tables on columns.table_oid = tables.table_oid and columns.schema_oid = tables.schema_oid
left join duckdb_views() as views on columns.table_oid = views.view_oid and columns.schema_oid = views.schema_oid
where columns.database_name = current_database() and not columns.internal
order by columns.schema_name, columns.table_name, columns.column_index
