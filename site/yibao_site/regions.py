"""Pages of regions: what reports say of each, over all schemes and years, and the list that leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, partial
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from yibao_site.flows import flows
from yibao_site.paths import list_page, region_page
from yibao_site.render import Renderer
from yibao_site.trends import trends
from yibao_site.warehouse import Row, Warehouse, grouped

_MOST = {"reports": 400, "flows": 150, "scores": 300, "facts": 800}  # rows of a page, the rest on further ones
_YEARS = 8  # columns of years; values of earlier ones stand together in one
_LOST = 4  # indicators named that cost a report most points
_BY_REGION = ("reports", "enrollment", "funds", "funding", "execution", "observations", "rivals", "broken", "scores")


class Group(NamedTuple):
    """The years of one scheme, of the whole region or its own level."""

    scheme_code: str
    scope: str
    rows: list[Row]


class Series(NamedTuple):
    """One thing that is said of a region, by year."""

    row: Row
    years: dict[int, Row]


class Scored(NamedTuple):
    """A report's total score, its groups of indicators, and the indicators that cost it points."""

    total: Row | None
    groups: list[Row]
    lost: list[Row]


@cache
def region_rows(warehouse: Warehouse) -> dict[str, Row]:
    """Regions that have a page, by code, in the order of the list: nation, province, prefecture, county."""
    return {row["region_code"]: row for row in warehouse.rows("region_list")}


def write_region_list(warehouse: Warehouse, renderer: Renderer) -> None:
    """Write the list of all regions with a page, as a tree."""
    renderer.page("regions.html", "regions.html", rows=list(region_rows(warehouse).values()))


def write_regions(warehouse: Warehouse, renderer: Renderer, codes: Sequence[str]) -> None:
    """Write the pages of some regions."""
    asked = {"regions": list(codes)}
    found = {name: grouped(warehouse.rows(f"region_{name}", **asked), "region_code") for name in _BY_REGION}
    found["lost"] = grouped(warehouse.rows("region_lost", **asked, most=_LOST), "region_code")
    keys = grouped(warehouse.rows("region_keys", **asked), "region_code")
    below = grouped(region_rows(warehouse).values(), "parent_code")
    for code in codes:
        region = region_rows(warehouse)[code]
        mine = {name: rows[code] for name, rows in found.items()}
        children = [(child, {key["metric_code"]: key for key in keys[child["region_code"]]}) for child in below[code]]
        _write_region(renderer, region, mine, children)


def _write_region(
    renderer: Renderer, region: Row, mine: dict[str, list[Row]], children: list[tuple[Row, dict[str, Row]]]
) -> None:
    """The page of one region, and further ones where a section is long."""
    shown = {row[name] for table in ("enrollment", "funds") for row in mine[table] for name in row if _is_fact(name)}
    shown |= {row["observation_id"] for table in ("funding", "execution") for row in mine[table]}
    others = [row for row in mine["observations"] if row["observation_id"] not in shown]
    years = sorted({row["fiscal_year"] for row in others}, reverse=True)
    seen = {row["observation_id"]: row for row in mine["observations"]}
    money = flows(mine["funding"], mine["execution"])
    told = {id(rate) for flow in money for rate in flow.rates}
    sections: dict[str, list[Any]] = {
        "reports": mine["reports"],
        "flows": money,
        "scores": _scores(mine),
        "facts": _series(others),
    }
    pages = max(1, *(-(-len(rows) // _MOST[name]) for name, rows in sections.items()))
    stem = region_page(region["region_code"]).removesuffix(".html")
    for page in range(1, pages + 1):
        parts = {name: rows[(page - 1) * _MOST[name] : page * _MOST[name]] for name, rows in sections.items()}
        first = page == 1
        renderer.page(
            list_page(stem, page), "region.html",
            region=region, page=page, pages=pages, stem=stem, **parts,
            counts={name: len(rows) for name, rows in sections.items()},
            enrollment=_groups(mine["enrollment"]) if first else [],
            funds=_groups(mine["funds"]) if first else [],
            charts=trends(mine["enrollment"], mine["funds"]) if first else [],
            rates=[rate for rate in mine["execution"] if id(rate) not in told] if first else [],
            children=children if first else [],
            years=sorted(years[:_YEARS]), earlier=years[_YEARS:],
            seen=seen, files=partial(_files, seen), rivals=grouped(mine["rivals"], "counted_id"),
            broken={row["observation_id"]: row for row in mine["broken"]},
        )  # fmt: skip


def _is_fact(column: str) -> bool:
    return column.endswith("_observation_id")


def _files(seen: dict[str, Row], row: Row) -> int:
    """How many files the figures of a row of a subject mart come from."""
    return len({seen[row[name]]["document_id"] for name in row if _is_fact(name) and row[name]})


def _groups(rows: Iterable[Row]) -> list[Group]:
    groups = groupby(rows, key=itemgetter("scheme_code", "scope"))
    return [Group(scheme, scope, list(years)) for (scheme, scope), years in groups]


_OF = ("metric_group", "metric_code", "scheme_code", "scope", "program_code", "funding_level", "breakdown")


def _series(observations: Iterable[Row]) -> list[Series]:
    """Observations in their order, the years of one thing together."""
    found = []
    for _, group in groupby(observations, key=itemgetter(*_OF)):
        rows = list(group)
        found.append(Series(rows[0], {row["fiscal_year"]: row for row in rows}))
    return found


def _scores(mine: dict[str, list[Row]]) -> list[tuple[Row, Scored]]:
    """Reports with an indicator tree, in the order of the reports, each with how its indicators fared."""
    nodes, lost = grouped(mine["scores"], "report_id"), grouped(mine["lost"], "report_id")
    scored = []
    for report in mine["reports"]:
        tree = nodes[report["report_id"]]
        if tree:
            total = next((node for node in tree if node["level"] == 0), None)
            groups = [node for node in tree if node["level"] == 1]
            scored.append((report, Scored(total, groups, lost[report["report_id"]])))
    return scored
