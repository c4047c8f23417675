"""What a build must work out anew: documents that changed in the landing, and all that hangs on them (增量构建).

The published file says of each document which file it was read from and by which versions (`meta.landed_document`),
the landing says the same in `files.parquet`: what differs has changed. A changed document touches the regions that it
speaks of, in its old rows and its new ones. Figures of several documents meet only where they speak of one region, so
the documents of the touched regions are all that the models need to see; macros/increment.sql says which rows of each
table they replace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.land.files import LandedFile, NoFiles, documents, parts_of, read_files
from ingest.land.schema import TABLES
from ingest.place import link_or_copy
from ingest.query import OFFLINE, literal, open_warehouse, quoted
from ingest.record import REPLACED, read_build
from ingest.versions import models_version, rules_version

# Where more than this share of the documents has changed a full build costs no more, and leaves a file without gaps.
MOST = 0.3

# Staging of the published file shows this landing.
_SHOWN = "select count(*) from duckdb_views() where schema_name = 'staging' and contains(sql, ?)"
_WAS = "select document_id, file_name, extractor_version, lexicon_version from meta.landed_document"
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

create table increment.touched_check (check_id varchar);
"""


@dataclass(frozen=True)
class Increment:
    """Ids of the documents that a published file lacks or has otherwise than a landing, and all that is landed."""

    changed: list[str]
    landed: dict[str, LandedFile]


def find_increment(published: Path, landing: Path) -> Increment | None:
    """What differs between a published file and a landing; None where all is to be built anew.

    That is so where the file was built otherwise: by other models or rules, of something else, or not recorded; and
    where too much has changed.
    """
    try:
        with open_warehouse(published) as connection:
            build = read_build(connection) or {}
            [(shown,)] = connection.execute(_SHOWN, [str(landing.resolve())]).fetchall()
            [(working,)] = connection.execute(_WORKING).fetchall()
            same = (build.get("models_version"), build.get("rules_version")) == (models_version(), rules_version())
            if working or not (same and shown and build.get("source") == "landing"):
                return None
            was = {row[0]: row[1:] for row in connection.execute(_WAS).fetchall()}
        landed = documents(read_files(landing))
    except (duckdb.Error, NoFiles):  # no warehouse of ours, or damaged
        return None
    now = {identifier: (file.file_name, *file.versions) for identifier, file in landed.items()}
    known = was.keys() | now.keys()
    changed = sorted(one for one in known if was.get(one) != now.get(one))
    return Increment(changed, landed) if len(changed) <= MOST * len(known) else None


def prepare(increment: Increment, fresh: Path, workspace: Path, landing: Path) -> Path:
    """Write schema `increment` into `fresh`, a copy of the published file; returns the landing to build from.

    It lies in `workspace` and holds links to the parts with the documents in sight.
    """
    part = workspace / "landing"
    with duckdb.connect(str(fresh), config=OFFLINE) as connection:
        connection.execute("create schema increment")
        connection.execute(
            "create table increment.changed_document as select unnest(?::varchar[]) as document_id", [increment.changed]
        )
        _link(increment.changed, increment.landed, landing, part)
        for table in ("observations", "reports"):
            connection.execute(f"create temp view landed_{table} as from {_rows(part, table)}")
        connection.execute(_TOUCHED)
        in_sight = [one for (one,) in connection.execute("from increment.context_document").fetchall()]
        _link(in_sight, increment.landed, landing, part)
        if not any(part.glob("**/*.parquet")):  # any will do: staging hands on none of its rows
            _link(list(increment.landed)[:1], increment.landed, landing, part)
        connection.execute(REPLACED)
    return part


def _link(ids: Iterable[str], landed: Mapping[str, LandedFile], landing: Path, place: Path) -> None:
    """Links to the parts of a landing that hold these documents, where they are not there yet."""
    files = [landed[one] for one in ids if one in landed]
    for table in TABLES:
        for source in parts_of(landing, table.name, files):
            target = place / source.relative_to(landing)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                link_or_copy(source, target)


def _rows(landing: Path, table: str) -> str:
    """Rows of a table as a relation; none where no part is there."""
    if not any((landing / table).glob("**/*.parquet")):
        [found] = [one for one in TABLES if one.name == table]
        return f"(select {', '.join(f'null::varchar as {name}' for name in found.names)} where false)"
    return f"read_parquet('{quoted(literal(landing / table))}/**/*.parquet', union_by_name = true)"
