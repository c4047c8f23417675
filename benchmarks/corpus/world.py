"""The made country: real places, invented figures that hold together over places and years.

Counts are persons, money is fen (0.01 yuan); rates and months are millionths. A prefecture is the sum of its counties.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

REGIONS = Path(__file__).resolve().parents[2] / "seeds" / "reference" / "regions.csv"
FIRST_YEAR, LAST_YEAR = 2019, 2024
MILLION = 10**6
# Government subsidy and own contribution per resident (yuan) from 2017 on.
SUBSIDY = dict(zip(range(2017, 2026), (450, 490, 520, 550, 580, 610, 640, 670, 700), strict=True))
CONTRIBUTION = dict(zip(range(2017, 2026), (180, 220, 250, 280, 320, 350, 380, 400, 420), strict=True))
_SHORTEST = 2  # characters of a name that tells nothing without the one above it: 城区, 东区
_OUTSIDE = ("710000", "810000", "820000")
_WHOLE = {"省": "省", "县": "县", "旗": "旗", "盟": "盟", "州": "州", "市": "市", "区": "区"}

ADDED = (
    "pop", "ins_r", "ins_e", "inc_r", "exp_r", "cum_r", "inc_e", "exp_e", "cum_e",
    "aid_people", "aid_visits", "aid_inpatient", "aid_outpatient", "aid_enrol",
)  # fmt: skip
Added = tuple[int, ...]


@dataclass(frozen=True)
class Place:
    """A division of GB/T 2260 with the divisions that its figures are the sum of."""

    code: str
    name: str
    level: str
    parents: str  # names of the divisions above it, the province first
    province: str
    prefecture: str  # name of the prefecture that it lies in, if any
    folder: str
    children: list[Place] = field(default_factory=list, compare=False, hash=False, repr=False)

    @property
    def called(self) -> str:
        """What its own report calls it: 城区 and its like with the name of the city that they lie in."""
        return self.name if len(self.name) > _SHORTEST else self.prefecture + self.name

    @property
    def kind(self) -> str:
        """县, 市, 区 …: what it calls itself after 全 and 我."""
        return _WHOLE.get(self.name[-1], "市" if self.level == "prefecture" else "县")


@cache
def places() -> tuple[Place, ...]:
    """All places of the mainland, in the order of their codes."""
    found: dict[str, Place] = {}
    names: dict[str, str] = {}
    with REGIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code, parent = row["region_code"], row["parent_code"]
            names[code] = row["name"]
            if row["level"] == "nation" or code[:2] + "0000" in _OUTSIDE:
                continue
            above = [
                names[up] for up in dict.fromkeys((code[:2] + "0000", row["prefecture_code"])) if up and up != code
            ]
            folder = f"{code[:2]}0000/{row['prefecture_code'] or code[:2] + '0000'}"
            within = row["prefecture_name"] if row["level"] == "county" else ""
            found[code] = Place(code, row["name"], row["level"], "".join(above), code[:2] + "0000", within, folder)
            if parent in found:
                found[parent].children.append(found[code])
    return tuple(found.values())


@lru_cache(maxsize=4096)
def _county(seed: int, code: str) -> tuple[Added, ...]:
    """Figures of a county for each year from the one before the first on."""
    draw = random.Random(seed * 1_000_003 + int(code))
    between = draw.randint
    population = between(90_000, 1_350_000)
    employees, covered = population * between(140, 240) // 1000, between(968, 1020)  # covered: per mille insured
    months = {"r": between(50, 110), "e": between(120, 260)}
    cumulative: dict[str, int] = {}
    years = []
    for year in range(FIRST_YEAR - 2, LAST_YEAR + 1):
        residents = population * covered // 1000 - employees + between(0, 900)
        row = [population, residents, employees]
        for scheme, people, per_head in (
            ("r", residents, (SUBSIDY[year] + CONTRIBUTION[year]) * 100),
            ("e", employees, 390_000 + 24_000 * (year - FIRST_YEAR)),
        ):
            income = people * per_head * between(985, 1025) // 1000 + between(10**5, 10**8)
            expense = income * between(905, 1012) // 1000 + between(1, 10**7)
            before = cumulative.get(scheme, expense * months[scheme] // 120)
            cumulative[scheme] = before + income - expense
            row += (income, expense, cumulative[scheme])
        aided = residents * between(50, 130) // 1000
        inpatient, outpatient = aided * between(21_000, 47_000), aided * between(7_000, 15_000)
        row += (aided, aided * between(12, 31) // 10, inpatient, outpatient, aided * between(9_000, 24_000))
        years.append(tuple(row))
        population = population * between(988, 1009) // 1000
        covered = min(max(covered + between(-6, 6), 962), 1032)
        employees = employees * between(1006, 1045) // 1000
    return tuple(years)


@lru_cache(maxsize=2048)
def added(seed: int, place: Place, year: int) -> Added:
    """Figures that add up over places, in the order of `ADDED`."""
    if place.children:
        return tuple(map(sum, zip(*(added(seed, child, year) for child in place.children), strict=True)))
    return _county(seed, place.code)[year - FIRST_YEAR + 2]


def percent(part: int, whole: int) -> int:
    """Millionths of a percent."""
    return part * 100 * MILLION // whole


def truth(seed: int, place: Place, year: int) -> dict[str, int]:
    """All that is true of a place in a year, by the names of figures.csv; `_l` is the year before."""
    now, last = (dict(zip(ADDED, added(seed, place, at), strict=True)) for at in (year, year - 1))
    found = {**now, **{f"{name}_l": value for name, value in last.items()}}
    for row, end in ((now, ""), (last, "_l")):
        for name in ("ins", "inc", "exp", "cum"):
            found[f"{name}_a{end}"] = row[f"{name}_r"] + row[f"{name}_e"]
    for scheme in "rea":
        for name in ("ins", "inc", "exp"):
            current, before = found[f"{name}_{scheme}"], found[f"{name}_{scheme}_l"]
            found[f"{name}_{scheme}_change"] = current - before
            found[f"{name}_{scheme}_growth"] = percent(current - before, before)
        balance = found[f"inc_{scheme}"] - found[f"exp_{scheme}"]
        found[f"bal_{scheme}"] = balance
        found[f"bal_rate_{scheme}"] = percent(balance, found[f"inc_{scheme}"])
        found[f"months_{scheme}"] = found[f"cum_{scheme}"] * 12 * MILLION // found[f"exp_{scheme}"]
    found["rate"] = percent(found["ins_a"], found["pop"])
    found["subsidy"], found["subsidy_l"] = SUBSIDY[year], SUBSIDY[year - 1]
    found["own"], found["own_l"] = CONTRIBUTION[year], CONTRIBUTION[year - 1]
    found["subsidy_change"] = SUBSIDY[year] - SUBSIDY[year - 1]
    found["own_change"] = CONTRIBUTION[year] - CONTRIBUTION[year - 1]
    found["aid_cost"] = found["aid_inpatient"] + found["aid_outpatient"] + found["aid_enrol"]
    for name in ("aid_inpatient", "aid_outpatient", "aid_enrol"):
        found[f"{name}_share"] = percent(found[name], found["aid_cost"])
    return found | _unadded(seed, place, year)


def _unadded(seed: int, place: Place, year: int) -> dict[str, int]:
    """Rates and counts that are a place's own; every report of the place and the year states the same."""
    draw = random.Random(seed * 1_000_003 + int(place.code) * 100 + year)
    between = draw.randint

    def rate(low: int, high: int) -> int:
        """Of tenths of a percent, with two decimals."""
        return between(low * 10, high * 10) * MILLION // 100

    scale = {"province": 60, "prefecture": 8}.get(place.level, 1)
    handled, ended = between(20, 90) * scale, between(1, 6) * scale
    return {
        "reimb_r": rate(680, 740), "reimb_e": rate(830, 890), "actual_r": rate(560, 620), "satisfied": rate(902, 985),
        "aware": rate(861, 975), "settled": rate(951, 999), "aid_ratio": rate(701, 780), "key_rate": rate(991, 999),
        "drg": rate(821, 989), "uptime": rate(991, 999), "protect": rate(801, 899), "satisfied_aid": rate(911, 988),
        "hospitals": between(60, 300) * scale, "pharmacies": between(50, 240) * scale, "handled": handled,
        "suspended": between(5, 15) * scale, "ended": ended, "recovered": between(2 * 10**7, 3 * 10**8) * scale,
        "items": between(60, 480), "double": between(20, 400) * scale, "response": between(15, 30),
        "incident": between(30, 60), "inspected": 100 * MILLION,
    }  # fmt: skip
