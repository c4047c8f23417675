"""What a build must work out anew: documents that changed in the landing, and all that hangs on them (增量构建).

The published file says of each document which file it was read from and by which versions (`meta.landed_document`),
the landing says the same in `files.parquet`: what differs has changed. A changed document touches the regions that it
speaks of, in its old rows and its new ones. Figures of several documents meet only where they speak of one region, so
the documents of the touched regions are all that the models need to see; macros/increment.sql says which rows of each
table they replace.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.land.files import FILES
from ingest.land.schema import TABLES
from ingest.place import link_or_copy
from ingest.query import OFFLINE, open_unconfined, open_warehouse, quoted
from ingest.record import REPLACED, read_build
from ingest.versions import models_version, rules_version

# More than this share of the documents in sight: a full build costs no more, and leaves a file without gaps.
MOST = 0.3

_CHANGED = """
with now as (select * from read_parquet(?) where document_id is not null)
select
    list(coalesce(was.document_id, now.document_id)) filter (
        row(was.file_name, was.extractor_version, was.lexicon_version)
        is distinct from row(now.file_name, now.extractor_version, now.lexicon_version)
    ) as changed,
    count(*) as documents
from meta.landed_document as was
full outer join now using (document_id)
"""
# Staging of the published file shows this landing.
_SHOWN = "select count(*) from duckdb_views() where schema_name = 'staging' and contains(sql, ?)"
# Working tables are published where somebody wants to look into them: those of an increment would be of it alone.
_WORKING = "select count(*) from duckdb_schemas() where schema_name = 'intermediate'"

# Regions of old rows and of new ones; '' for none, and for a code that no list knows.
_TOUCHED = """
create table increment.touched_region as
with spoken_of as (
    select region_code from marts.fct_observation where document_id in (from increment.changed_document)
    union
    select region_code from marts.dim_report where document_id in (from increment.changed_document)
    union
    select region_code from landed_observations where document_id in (from increment.changed_document)
    union
    select region_code from landed_reports where document_id in (from increment.changed_document)
)
select coalesce(region_code, '') as region_code from spoken_of
union
select '' from spoken_of where region_code not in (select region_code from marts.dim_region);

create table increment.touched_province as
select distinct substring(region_code, 1, 2) as province from increment.touched_region;

create table increment.context_document as
select document_id from increment.changed_document
union
select document_id from marts.fct_observation where coalesce(region_code, '') in (from increment.touched_region)
union
select document_id from marts.dim_report where coalesce(region_code, '') in (from increment.touched_region);

create table increment.touched_report as
select report_id from marts.dim_report
where
    coalesce(region_code, '') in (from increment.touched_region)
    or document_id in (from increment.changed_document)
union
select report_id from landed_reports where document_id in (from increment.changed_document);

create table increment.across_rule as
select rule_code from rules.reconciliation_rules where scope in ('across_reports', 'across_years');

create table increment.touched_check as
select check_id from marts.fct_reconciliation
where
    split_part(report_id, '-', 1) in (from increment.changed_document)
    or (
        coalesce(region_code, '') in (from increment.touched_region)
        and rule_code in (from increment.across_rule)
    );
"""


def changed_documents(published: Path, landing: Path) -> list[str] | None:
    """Ids of the documents that differ between a published file and a landing; None where all is to be built anew.

    That is so where the file was built otherwise: by other models or rules, of something else, or not recorded; and
    where too much has changed.
    """
    listed = landing / FILES
    try:
        with open_warehouse(published) as connection:
            build = read_build(connection) or {}
            [(shown,)] = connection.execute(_SHOWN, [str(landing.resolve())]).fetchall()
            [(working,)] = connection.execute(_WORKING).fetchall()
    except duckdb.Error:  # no warehouse of ours, or damaged
        return None
    same = (build.get("models_version"), build.get("rules_version")) == (models_version(), rules_version())
    if not (same and shown and not working and build.get("source") == "landing" and listed.is_file()):
        return None
    with open_unconfined(published) as connection:
        [(changed, documents)] = connection.execute(_CHANGED, [str(listed)]).fetchall()
    changed = sorted(changed or [])
    return changed if len(changed) <= MOST * documents else None


def prepare(fresh: Path, workspace: Path, landing: Path, changed: list[str]) -> Path:
    """Write schema `increment` into `fresh`, a copy of the published file; returns the landing to build from.

    It lies in `workspace` and holds links to the parts with the documents in sight.
    """
    part = workspace / "landing"
    with duckdb.connect(str(fresh), config=OFFLINE) as connection:
        connection.execute(f"create temp view landed_file as from read_parquet('{quoted(landing / FILES)}')")
        connection.execute("create schema increment")
        connection.execute(
            "create table increment.changed_document as select unnest(?::varchar[]) as document_id", [changed]
        )
        _link(_parts(connection, "increment.changed_document"), landing, part)
        for table in ("observations", "reports"):
            connection.execute(f"create temp view landed_{table} as from {_rows(part, table)}")
        connection.execute(_TOUCHED)
        in_sight = _parts(connection, "increment.context_document")
        # Where nothing is left in sight, any part will do: staging hands on none of its rows.
        _link(in_sight or _parts(connection, "landed_file")[:1], landing, part)
        connection.execute(REPLACED)
    return part


def _parts(connection: duckdb.DuckDBPyConnection, documents: str) -> list[tuple[str, int]]:
    """Batch and number of the parts that hold documents of a table."""
    held = f"select distinct batch, part from landed_file where document_id in (select document_id from {documents})"
    return connection.execute(held).fetchall()


def _link(parts: list[tuple[str, int]], landing: Path, place: Path) -> None:
    """Links to parts of a landing, where they are not there yet."""
    for table in TABLES:
        for batch, part in parts:
            name = Path(table.name, f"batch={batch}", f"part-{part:05d}.parquet")
            if not (place / name).exists():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                link_or_copy(landing / name, place / name)


def _rows(landing: Path, table: str) -> str:
    """Rows of a table as a relation; none where no part is there."""
    if not any((landing / table).glob("**/*.parquet")):
        [found] = [one for one in TABLES if one.name == table]
        return f"(select {', '.join(f'null::varchar as {name}' for name in found.names)} where false)"
    return f"read_parquet('{quoted(landing / table)}/**/*.parquet', union_by_name = true)"
