"""What rows must be to one another: a phrase that no other hides, units that a metric can carry, whole groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from ingest.lexicon.schema import CLASS_OF_UNIT, LISTS, SCALES
from ingest.lexicon.sheet import Lists, Row, Sheet

# Classes of one canonical unit; what is counted may be anything.
_CANONICAL = frozenset(CLASS_OF_UNIT.values()) - {"count"}
# Persons may be counted in counters (46个编制) and in person-times (资助参保2.1万人次).
_ALSO_COUNTED = (("count", "person"), ("visit", "person"))


def _numbered(sheet: Sheet) -> Iterator[tuple[int, Row]]:
    return zip(sheet.lines, sheet.rows, strict=True)


def _metric_classes(lists: Lists) -> dict[str, str]:
    """Unit class of each metric of the seed; pseudo metrics of codes.csv are money, and not here."""
    return {row["metric_code"]: CLASS_OF_UNIT.get(row["unit_code"], "") for row in lists.seed("metrics").rows}


def _labels(lists: Lists) -> dict[str, frozenset[str]]:
    return {row["metric_code"]: frozenset(row["unit_labels"].split()) for row in lists.sheet("metric_units").rows}


def metrics_have_unit_and_scheme(lists: Lists) -> Iterator[str]:
    """A metric of the seed has a unit that numbers are told by, and a rule for its scheme."""
    seed, rules = lists.seed("metrics"), {row["scheme_default"] for row in lists.sheet("scheme_defaults").rows}
    for line, row in _numbered(seed):
        if row["unit_code"] not in CLASS_OF_UNIT:
            yield seed.at(
                line, f"unit_code {row['unit_code']!r} has no unit class; take one of {', '.join(CLASS_OF_UNIT)}"
            )
        if row["scheme_default"] not in rules:
            yield seed.at(line, f"scheme_default {row['scheme_default']!r} has no row in scheme_defaults.csv; add it")


def phrases_are_reached(lists: Lists) -> Iterator[str]:
    """Of two readings of a phrase in the same surroundings, the first must not take every number of the second."""
    sheet, classes, labels = lists.sheet("metrics"), _metric_classes(lists), _labels(lists)
    readings: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for line, row in _numbered(sheet):
        for above, other in readings[row["phrase"]]:
            code, before = row["metric_code"], other["metric_code"]
            if not code or not before:
                if code or before:
                    yield sheet.at(line, f"{row['phrase']!r} has a metric and, in line {above} or here, none; keep one")
            elif code != before and row["context"] == other["context"]:
                taken, wanted = labels.get(before), labels.get(code)
                same_class = classes.get(code, "money") == classes.get(before, "money")
                if same_class and (not taken or (wanted and wanted <= taken)):
                    what = f"{row['phrase']!r} as {code} is shadowed by line {above} ({before})"
                    yield sheet.at(line, f"{what}; delete one of them or give one a context")
        readings[row["phrase"]].append((line, row))


def names_fit_their_metric(lists: Lists) -> Iterator[str]:
    """A phrase that ends with 率 names no metric that is counted in persons."""
    sheet, classes = lists.sheet("metrics"), _metric_classes(lists)
    nouns = [(row["ending"], row["unit_class"]) for row in lists.sheet("metric_nouns").rows]
    nouns.sort(key=lambda pair: -len(pair[0]))
    endings = tuple(ending for ending, _ in nouns)
    for line, row in _numbered(sheet):
        code, phrase = row["metric_code"], row["phrase"]
        if not phrase.endswith(endings):
            continue
        wanted = classes.get(code, "money") if code else ""
        named = next((unit for ending, unit in nouns if phrase.endswith(ending)), wanted)
        if wanted and named != wanted:
            what = f"wrong unit class: {phrase!r} names numbers in {named}, {code} takes {wanted}"
            yield sheet.at(line, f"{what}; name another metric, or mend metric_nouns.csv")


def labels_fit_their_metric(lists: Lists) -> Iterator[str]:
    """The units that a metric is limited to are of its class, or counters where it counts persons (46个编制)."""
    sheet, classes = lists.sheet("metric_units"), _metric_classes(lists)
    units = {row["unit_label"]: row["unit_class"] for row in lists.sheet("units").rows}
    for line, row in _numbered(sheet):
        wanted = classes.get(row["metric_code"], "")
        for label in row["unit_labels"].split():
            if label not in units:
                yield sheet.at(line, f"unknown unit {label!r}; add it to units.csv or delete it here")
            elif wanted and units[label] != wanted and (units[label], wanted) not in _ALSO_COUNTED:
                what = f"wrong unit class: {label!r} is {units[label]}, {row['metric_code']} takes {wanted}"
                yield sheet.at(line, f"{what}; delete it here")


def units_have_their_canonical_unit(lists: Lists) -> Iterator[str]:
    """Every unit, with every scale it may have, is a canonical unit of its class."""
    sheet = lists.sheet("units")
    canonical = {row["unit_label"]: row["unit_code"] for row in lists.seed("unit_labels").rows}
    for line, row in _numbered(sheet):
        label, unit_class = row["unit_label"], row["unit_class"]
        scaled = [scale + label for scale in SCALES] if row["scalable"] == "1" else []
        missing = [name for name in (label, *scaled) if name not in canonical]
        if missing:
            yield sheet.at(line, f"no row in seeds/reference/unit_labels.csv for {' '.join(missing)}; add it")
        elif unit_class in _CANONICAL and CLASS_OF_UNIT.get(canonical[label]) != unit_class:
            what = f"wrong unit class: {label!r} is {canonical[label]} in seeds/reference/unit_labels.csv"
            yield sheet.at(line, f"{what}, not {unit_class}; mend one of them")


def units_are_reached(lists: Lists) -> Iterator[str]:
    """Unscaled units are looked for first: one that begins a scalable unit hides it; before both, 余 and 多 are."""
    sheet = lists.sheet("units")
    inside = tuple(row["comparator"] for row in lists.sheet("comparators").rows if row["position"] == "inside")
    plain = [(line, row) for line, row in _numbered(sheet) if row["scalable"] == "0"]
    for line, row in _numbered(sheet):
        if row["unit_label"].startswith(inside):
            what = f"{row['unit_label']!r} is shadowed by {row['unit_label'][0]} of comparators.csv"
            yield sheet.at(line, f"{what}; write the unit without it")
        for at, other in plain if row["scalable"] == "1" else ():
            rest = row["unit_label"].removeprefix(other["unit_label"])
            free = not any(rest.startswith(guard) for guard in other["not_before"].split("|") if guard)
            if rest != row["unit_label"] and free:
                what = f"{row['unit_label']!r} is shadowed by line {at} ({other['unit_label']})"
                yield sheet.at(line, f"{what}; give that one not_before {rest[0]}")


def measures_are_of_their_statement(lists: Lists) -> Iterator[str]:
    """A measure is one of its statement and section; a header of any section hides the same of one section."""
    sheet = lists.sheet("measures")
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in lists.seed("measures").rows:
        known[row["statement_code"], row["measure_code"]].add(row["section"])
    everywhere: dict[tuple[str, str], int] = {}
    for line, row in _numbered(sheet):
        statement, section = row["statement_code"], row["section"]
        sections = known[statement, row["measure_code"]]
        if not sections or (section and section not in sections):
            what = f"{statement} has no measure {row['measure_code']!r}{f' in section {section}' if section else ''}"
            yield sheet.at(line, f"{what}; take one of seeds/reference/measures.csv")
        if section and (statement, row["phrase"]) in everywhere:
            what = f"{row['phrase']!r} is shadowed by line {everywhere[statement, row['phrase']]}, which has no section"
            yield sheet.at(line, f"{what}; give that one a section or delete this one")
        if not section:
            everywhere.setdefault((statement, row["phrase"]), line)


def groups_are_of_one_mind(lists: Lists) -> Iterator[str]:
    """Rows of a group share `of` and `not_of`; rows of a member share `need`; a phrase is of one member."""
    sheet = lists.sheet("closed_groups")
    said: dict[tuple[str, ...], tuple[int, str]] = {}
    for line, row in _numbered(sheet):
        group = row["group_code"]
        for key, cell in (
            ((group, "of"), row["of"]),
            ((group, "not_of"), row["not_of"]),
            ((group, "need", row["member"]), row["need"]),
        ):
            at, other = said.setdefault(key, (line, cell))
            if cell != other:
                yield sheet.at(
                    line, f"{key[1]} of {' '.join((group, *key[2:]))} is {other!r} in line {at}; make them one"
                )


def codes_are_of_a_list(lists: Lists) -> Iterator[str]:
    """A code that no column takes is a slip."""
    sheet = lists.sheet("codes")
    taken = {(name, column.name) for name, spec in LISTS.items() for column in spec.columns if column.kind == "code"}
    for line, row in _numbered(sheet):
        if (row["list"], row["column"]) not in taken:
            yield sheet.at(line, f"no list {row['list']!r} has a code column {row['column']!r}; mend one of them")


RULES: tuple[Callable[[Lists], Iterator[str]], ...] = (
    codes_are_of_a_list,
    metrics_have_unit_and_scheme,
    phrases_are_reached,
    names_fit_their_metric,
    labels_fit_their_metric,
    units_have_their_canonical_unit,
    units_are_reached,
    measures_are_of_their_statement,
    groups_are_of_one_mind,
)
