"""Pages that compare regions by metric: every value as the marts have it, ranked, counted and linked to its words."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from lxml import html

from tests.builds import query
from tests.site.conftest import Site
from yibao_site import compare_data
from yibao_site.build import build_site
from yibao_site.paths import PART, region_page, text_page
from yibao_site.ranking import Point, Series, fullest, ranked, tiny

pytestmark = pytest.mark.warehouse

# Where a metric lives in the subject marts: its table, its column, and the column of its observation.
SUBJECTS = {
    "insured_persons": ("fct_enrollment", "insured_persons", "insured_persons_observation_id"),
    "resident_population": ("fct_enrollment", "resident_population", "resident_population_observation_id"),
    "participation_rate": ("fct_enrollment", "participation_rate_stated", "participation_rate_observation_id"),
    "subsidy_standard_per_capita": ("fct_enrollment", "subsidy_standard_yuan", "subsidy_standard_observation_id"),
    "fund_income": ("fct_fund_balance", "income_yuan", "income_observation_id"),
    "fund_expense": ("fct_fund_balance", "expense_yuan", "expense_observation_id"),
    "fund_current_balance": ("fct_fund_balance", "current_balance_stated_yuan", "current_balance_observation_id"),
    "fund_cumulative_balance": ("fct_fund_balance", "cumulative_balance_yuan", "cumulative_balance_observation_id"),
    "fund_months_payable": ("fct_fund_balance", "months_payable_stated", "months_payable_observation_id"),
    "fund_balance_rate": ("fct_fund_balance", "balance_rate_stated", "balance_rate_observation_id"),
}

# Columns that the marts compute, and the same from the values they were computed from.
COMPUTED: dict[str, tuple[str, str, Callable[[list[Fraction]], Fraction]]] = {
    "fund_months_payable_computed": ("fct_fund_balance", "months_payable_computed", lambda v: 12 * v[0] / v[1]),
    "fund_cumulative_balance_ratio_computed": (
        "fct_fund_balance",
        "cumulative_balance_ratio_computed",
        lambda v: 100 * v[0] / v[1],
    ),
    "fund_current_balance_computed": (
        "fct_fund_balance", "current_balance_computed_yuan", lambda v: v[0] - v[1],
    ),
    "participation_rate_computed": ("fct_enrollment", "participation_rate_computed", lambda v: 100 * v[0] / v[1]),
}  # fmt: skip


class Value(NamedTuple):
    """A row of a data file, read back."""

    region: str
    year: int
    of: str
    value: Decimal
    words: str
    exact: bool
    places: tuple[str, ...]
    reports: tuple[str, ...]
    head: tuple[Decimal, str, bool, str] | None


def assigned(path: Path) -> Any:
    """What a data file hands over; anything but one assignment would not parse."""
    text = path.read_text(encoding="utf-8")
    name, body = re.fullmatch(r"\(window\.yibao\?\?=\{\}\)\[(\".*?\")\]=(.*);\n", text, re.S).groups()  # type: ignore[union-attr]
    assert json.loads(name) == path.stem
    return json.loads(body)


@cache
def settings(folder: Path, metric: str) -> Any:
    tree = html.fromstring((folder / f"compare/{metric}.html").read_text(encoding="utf-8"))
    [script] = tree.xpath("//script[@id='comparison']")
    return json.loads(script.text)


@cache
def values(folder: Path, metric: str) -> list[Value]:
    """All values of a metric in the files that its page names."""
    told = settings(folder, metric)
    found = []
    for year in told["years"]:
        for file in year["files"]:
            sheet = assigned(folder / f"compare/data/{file}.js")
            for region, series, value, words, exact, figures, *head in sheet["rows"]:
                places = tuple(f"{sheet['texts'][text]}#c{start}" for _, _, _, text, start in figures)
                reports = tuple(sheet["reports"][report][0] for _, _, report, _, _ in figures)
                per = head[0] if head else None
                found.append(
                    Value(
                        region, year["year"], told["series"][series]["of"], Decimal(value), words, bool(exact), places,
                        reports, (Decimal(per[0]), per[1], bool(per[2]), per[3][1]) if per else None,
                    )
                )  # fmt: skip
    return found


def of(*codes: str) -> str:
    return "+".join(code for code in codes if code not in ("none", "whole")) or "none"


def place(document_id: str, char_start: int) -> str:
    return f"{text_page(document_id, char_start // PART)}#c{char_start}"


def metrics(site: Site) -> list[str]:
    return sorted(path.stem for path in (site.folder / "compare").glob("*.html"))


@pytest.mark.parametrize("metric", SUBJECTS)
def test_a_subject_has_the_values_and_places_of_its_mart(site: Site, metric: str) -> None:
    table, column, observation = SUBJECTS[metric]
    expected = query(
        site.database,
        f"select t.region_code, t.fiscal_year, t.scheme_code, t.scope, t.{column}, o.document_id, o.char_start, "
        f"o.report_id from marts.{table} as t inner join marts.fct_observation as o "
        f"on t.{observation} = o.observation_id where t.{column} is not null",
    )
    wanted = {
        (region, year, of(scheme, scope), value, (place(document, start),), report)
        for region, year, scheme, scope, value, document, start, report in expected
    }
    found = values(site.folder, metric)
    seen = {(v.region, v.year, v.of, v.value, v.places, v.reports[0].rpartition("/")[2][:-5]) for v in found}
    assert len(found) == len(seen) == len(wanted) > 0
    assert seen == wanted


def test_every_other_metric_has_each_primary_statement_of_a_whole_once(site: Site) -> None:
    rows = query(
        site.database,
        "select metric_code, region_code, fiscal_year, scheme_code, program_code, funding_level, scope, value, "
        "qualifier = 'exact', document_id, char_start from marts.fct_observation "
        "inner join marts.dim_metric using (metric_code) where is_primary and breakdown = '' "
        "and region_code is not null and fiscal_year is not null "
        "and metric_group not in ('enrollment', 'financing', 'fund')",
    )
    expected = defaultdict(list)
    for metric, region, year, scheme, program, level, scope, value, exact, document, start in rows:
        expected[metric].append(
            (region, year, of(scheme, program, level, scope), value, exact, (place(document, start),))
        )
    assert len(expected) > 20
    for metric, wanted in expected.items():
        found = [(v.region, v.year, v.of, v.value, v.exact, v.places) for v in values(site.folder, metric)]
        assert Counter(found) == Counter(wanted), metric


@pytest.mark.parametrize("metric", COMPUTED)
def test_a_computed_metric_is_that_of_its_mart_and_follows_from_its_figures(site: Site, metric: str) -> None:
    table, column, formula = COMPUTED[metric]
    rows = query(
        site.database,
        f"select region_code, fiscal_year, scheme_code, scope, {column} from marts.{table} where {column} is not null",
    )
    found = values(site.folder, metric)
    assert {(v.region, v.year, v.of, v.value) for v in found} == {
        (region, year, of(scheme, scope), value) for region, year, scheme, scope, value in rows
    }
    figures = stated_at(site)
    for v in found:
        operands = [figures[p] for p in v.places]
        assert abs(formula([Fraction(value) for value, _ in operands]) - Fraction(v.value)) <= Fraction(1, 10**6)
        assert v.exact == all(qualifier == "exact" for _, qualifier in operands)


def test_computed_rates_are_the_quotients_of_the_figures_beside_them(site: Site) -> None:
    figures = stated_at(site)
    balances = {
        (region, year, of(scheme, scope)): value
        for region, year, scheme, scope, value in query(
            site.database,
            "select region_code, fiscal_year, scheme_code, scope, balance_rate_computed from marts.fct_fund_balance "
            "where balance_rate_computed is not null",
        )
    }
    found = values(site.folder, "fund_balance_rate_computed")
    assert {(v.region, v.year, v.of): v.value for v in found} == balances
    executed = query(
        site.database,
        "select distinct a.region_code, a.fiscal_year, a.program_code, a.funding_level from marts.fct_funding as a, "
        "marts.fct_funding as b where (a.report_id, a.program_code, a.funding_level, a.scope) = "
        "(b.report_id, b.program_code, b.funding_level, b.scope) and a.stage = 'spent' and b.stage = 'available'",
    )
    rates = values(site.folder, "execution_rate_computed")
    assert len(rates) == len(executed) > 0
    assert {(v.region, v.year) for v in rates} == {(region, year) for region, year, _, _ in executed}
    for v in rates:
        spent, available = (Fraction(figures[p][0]) for p in v.places)
        assert abs(100 * spent / available - Fraction(v.value)) <= Fraction(1, 10**6)


def stated_at(site: Site) -> dict[str, tuple[Decimal, str]]:
    """Values by place; of several facts at one place, as in 两项均增加30元, the value is the same."""
    rows = query(site.database, "select document_id, char_start, value, qualifier from marts.fct_observation")
    return {place(document, start): (value, qualifier) for document, start, value, qualifier in rows}


def test_money_per_insured_person_is_the_amount_over_the_insured_of_its_region_year_and_scheme(site: Site) -> None:
    insured = {
        (region, year, of(scheme, scope)): value
        for region, year, scheme, scope, value in query(
            site.database,
            "select region_code, fiscal_year, scheme_code, scope, insured_persons from marts.fct_enrollment "
            "where insured_persons > 0",
        )
    }
    assert settings(site.folder, "fund_expense")["heads"]
    told = values(site.folder, "fund_expense")
    assert {(v.region, v.year, v.of) for v in told if v.head} == {(v.region, v.year, v.of) for v in told} & set(insured)
    for v in told:
        if v.head:
            exact = Fraction(v.value) / Fraction(insured[v.region, v.year, v.of])
            assert abs(exact - Fraction(v.head[0])) <= Fraction(1, 2 * 10**6)
    alone = {(v.region, v.year, v.of): v.value for v in values(site.folder, "fund_expense_per_insured")}
    assert alone.keys() == {(v.region, v.year, v.of) for v in told if v.head}
    for v in told:
        if v.head:
            assert abs(alone[v.region, v.year, v.of] - v.head[0]) <= Decimal("0.000001")
    # Standards are per head as they stand; what is no money has no price per head.
    for metric in ("subsidy_standard_per_capita", "participation_rate", "insured_persons"):
        assert not settings(site.folder, metric)["heads"]


def test_the_index_counts_what_each_page_compares(site: Site) -> None:
    rows = site.page("compare.html").xpath("//table[@id='metrics']/tbody/tr[td]")
    told = {}
    for row in rows:
        [href] = row.xpath("./th/a/@href")
        regions, years, n = (row.xpath(f"string(./td[{i}])").replace(",", "") for i in (2, 3, 4))
        told[href.removeprefix("compare/").removesuffix(".html")] = (int(regions), years, int(n))
    assert sorted(told) == metrics(site)
    for metric in told:
        found = values(site.folder, metric)
        years = sorted({v.year for v in found})
        span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        assert told[metric] == (len({v.region for v in found}), span, len(found))
    stated = query(
        site.database,
        "select distinct metric_code from marts.fct_observation where is_primary and breakdown = '' "
        "and region_code is not null and fiscal_year is not null",
    )
    assert {metric for (metric,) in stated} <= told.keys()


def test_the_ranking_shown_first_is_that_of_the_fullest_year_and_scheme(site: Site) -> None:
    nation = {
        code for (code,) in query(site.database, "select region_code from marts.dim_region where level = 'nation'")
    }
    for metric in metrics(site):
        told, found = settings(site.folder, metric), values(site.folder, metric)
        sizes = Counter((v.year, v.of) for v in found)
        first = (told["first"]["year"], told["first"]["of"])
        assert sizes[first] == max(sizes.values())
        assert first[0] == max(year for (year, _), n in sizes.items() if n == sizes[first])
        group = [v for v in found if (v.year, v.of) == first]
        ranks = {
            v.region: 1 + sum(o.value > v.value for o in group if o.exact and o.region not in nation)
            for v in group
            if v.exact and v.region not in nation
        }
        rows = site.page(f"compare/{metric}.html").xpath("//table[@id='ranking']/tbody/tr")
        assert len(rows) == min(50, len(group))
        shown = [Decimal(row.xpath("string(./td[3]/@data-value)")) for row in rows]
        assert shown == sorted((v.value for v in group), reverse=True)[:50]
        for row in rows:
            region = row.get("data-region")
            assert row.xpath("string(./td[1])") == str(ranks.get(region, "—"))
            [value] = [v for v in group if v.region == region]
            assert value.words in row.xpath("string(./td[3])")


def test_a_bound_keeps_its_sign_and_has_no_rank(site: Site) -> None:
    inexact = [
        (row.xpath("string(./td[1])"), row.xpath("string(./td[3]/a)"))
        for metric in metrics(site)
        for row in site.page(f"compare/{metric}.html").xpath("//tr[@class='inexact']")
    ]
    assert len(inexact) > 3
    assert {rank for rank, _ in inexact} == {"—"}
    assert all(not words or words[0] in "≥≤><约" or "–" in words for _, words in inexact)


def test_median_and_quartiles_are_those_that_sql_takes(site: Site) -> None:
    checked = 0
    for metric in metrics(site):
        told, found = settings(site.folder, metric), values(site.folder, metric)
        first = (told["first"]["year"], told["first"]["of"])
        exact = [v for v in found if (v.year, v.of) == first and v.exact and v.region != "000000"]
        caption = site.page(f"compare/{metric}.html").xpath("string(//figcaption[@id='spread-words'])")
        if len(exact) < 4:
            assert "不谈分布" in caption
            continue
        [quartiles] = duckdb.execute(
            "select quantile_disc(x, [0.25, 0.5, 0.75]) from (select unnest($1) as x)", [[v.value for v in exact]]
        ).fetchone()  # type: ignore[misc]
        q1, middle, q3 = ({v.words for v in exact if v.value == quartile} for quartile in quartiles)
        assert re.search(r"中位数 (.*?)，", caption)[1] in middle  # type: ignore[index]
        low, high = re.search(r"中间一半在 (.*?) 与 (.*?) 之间", caption).groups()  # type: ignore[union-attr]
        assert (low in q1, high in q3) == (True, True)
        checked += 1
    assert checked > 5


def test_what_data_files_point_at_is_there(site: Site) -> None:
    names = assigned(site.folder / "compare/data/regions.js")
    ids: dict[str, set[str]] = {}
    for metric in metrics(site):
        pattern = settings(site.folder, metric)["region"]
        for v in values(site.folder, metric):
            assert v.region in names
            assert pattern.replace("*", v.region) == region_page(v.region)
            for target in v.places:
                path, _, mark = target.partition("#")
                if path not in ids:
                    ids[path] = set(site.page(path).xpath("//@id"))
                assert mark in ids[path], target
            for report in v.reports:
                assert (site.folder / report).is_file()


HOSTILE = "</script><script>alert(1)</script><img src=x onerror='alert(2)'>\u2028\"&"


def test_no_name_breaks_out_of_a_page_or_a_script(site: Site, tmp_path: Path) -> None:
    database, folder = tmp_path / "hostile.duckdb", tmp_path / "site"
    shutil.copyfile(site.database, database)
    with duckdb.connect(str(database)) as connection:
        connection.execute("update marts.dim_region set name = $1, province_name = $1", [HOSTILE])
        connection.execute("update marts.dim_report set title = $1", [HOSTILE])
    build_site(database, folder, [])
    for script in (folder / "compare/data").glob("*.js"):
        assert "<" not in script.read_text(encoding="utf-8")
    assert {name for name, *_ in assigned(folder / "compare/data/regions.js").values()} == {HOSTILE}
    for metric in ("fund_income", "satisfaction_rate"):
        told = settings(folder, metric)
        assert {name for _, name in told["provinces"]} == {HOSTILE}
        sheet = assigned(folder / f"compare/data/{told['years'][0]['files'][0]}.js")
        assert {title for _, title in sheet["reports"]} == {HOSTILE}
        text = (folder / f"compare/{metric}.html").read_text(encoding="utf-8")
        assert "<img" not in text
        assert "alert(1)</script>" not in text


def test_a_long_year_is_split_and_loses_nothing(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare_data, "_MOST", 7)
    folder = tmp_path / "site"
    build_site(site.database, folder, [], jobs=1)
    assert any(len(year["files"]) > 1 for year in settings(folder, "insured_persons")["years"])
    for metric in ("insured_persons", "funding_allocated", "fund_months_payable_computed"):
        assert Counter(values(folder, metric)) == Counter(values(site.folder, metric))


def point(region: str, value: str, exact: bool = True, level: str = "county", year: int = 2024) -> Point:
    row = {"region_code": region, "level": level}
    return Point(row, year, Series("resident", ""), Decimal(value), value, exact, [], None)


def test_equal_values_share_a_rank_and_bars_begin_at_zero() -> None:
    lines = ranked(
        point(region, value, exact=region != "4", level="nation" if region == "0" else "county")
        for region, value in {"1": "30", "2": "-10", "3": "30", "4": "20", "5": "10", "0": "900"}.items()
    )
    assert [(line.point.region["region_code"], line.rank) for line in lines] == [
        ("0", None), ("1", 1), ("3", 1), ("4", None), ("5", 3), ("2", 4),
    ]  # fmt: skip
    assert [(line.left, line.width) for line in lines] == [(25, 75), (25, 75), (25, 75), (25, 50), (25, 25), (0, 25)]


@pytest.mark.parametrize("n", range(1, 30))
def test_a_quantile_is_the_stated_value_that_sql_takes(n: int) -> None:
    numbers = [Decimal(7919 * i * i % 101) for i in range(1, n + 1)]
    view = fullest(point(str(i), str(number)) for i, number in enumerate(numbers))
    [taken] = duckdb.execute(
        "select quantile_disc(x, [0, 0.25, 0.5, 0.75, 1]) from (select unnest($1) as x)", [numbers]
    ).fetchone()  # type: ignore[misc]
    assert [p.value for p in view.summary] == taken


def test_of_views_with_as_many_values_the_latest_comes_first() -> None:
    both = [point("1", "1", year=2023), point("2", "2", year=2023), point("1", "3"), point("2", "4")]
    assert fullest(both).year == 2024
    assert fullest([*both, point("3", "1", year=2023)]).year == 2023


def test_a_small_histogram_keeps_every_value_within_its_frame() -> None:
    path = tiny([Decimal(n) for n in (1, 1, 2, 3, 1000)])
    bars = [tuple(map(float, bar)) for bar in re.findall(r"M([\d.]+) 20v-([\d.]+)h", path)]
    assert len(bars) == 4  # 1 and 1 in one, each of the others in its own
    assert [tall for _, tall in bars] == [20, 10, 10, 10]
    assert all(0 <= x <= 116 and 0 < tall <= 20 for x, tall in bars)
    assert tiny([Decimal(5)]).count("M") == 1
