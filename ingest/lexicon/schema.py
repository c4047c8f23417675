"""What each word list holds: its columns, where their codes come from, and what makes two rows the same.

A code comes from a seed of `seeds/reference/`, or from `codes.csv`, which says what it means; some from both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# word: matched in folded text; head: a header, matched without brackets and blanks; code: from a closed set;
# guards: words divided by |; regex: a pattern; text: free.
Kind = Literal["word", "head", "code", "guards", "regex", "text"]


@dataclass(frozen=True)
class Column:
    """One column; an optional one may be empty.

    Codes are those of `seed` (`file.column` of seeds/reference) and of codes.csv, there under its own list or `like`.
    """

    name: str
    kind: Kind
    seed: str = ""
    optional: bool = False
    like: str = ""


@dataclass(frozen=True)
class WordList:
    """Columns in order, and those that tell its rows apart."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]


def _code(name: str, seed: str = "", optional: bool = False) -> Column:
    return Column(name, "code", seed, optional)


_PHRASE = Column("phrase", "word")
_HEAD = Column("phrase", "head")
_ROLE = _code("role")
_NOT_AFTER = Column("not_after", "guards", optional=True)
_METRIC = _code("metric_code", "metrics.metric_code")
_SCHEME = _code("scheme_code", "schemes.scheme_code")
_ANY_SCHEME = _code("scheme_code", "schemes.scheme_code", optional=True)
_STATEMENT = _code("statement_code", "statements.statement_code")

LISTS: dict[str, WordList] = {
    "closed_groups": WordList(
        (
            Column("group_code", "text"),
            Column("member", "text"),
            _code("need"),
            Column("of", "word", optional=True),
            Column("not_of", "word", optional=True),
            _HEAD,
        ),
        ("group_code", "phrase"),
    ),
    "codes": WordList(
        (Column("list", "text"), Column("column", "text"), Column("code", "text"), Column("meaning", "text")),
        ("list", "column", "code"),
    ),
    "comparators": WordList(
        (Column("comparator", "word"), _code("position"), _code("qualifier", "qualifiers.qualifier"), _NOT_AFTER),
        ("comparator", "position"),
    ),
    "funding_levels": WordList((_PHRASE, _code("funding_level", "funding_levels.code")), ("phrase",)),
    "genres": WordList(
        (
            Column("pattern", "regex"),
            _code("document_type", "document_types.document_type"),
            Column("note", "text", optional=True),
        ),
        ("pattern",),
    ),
    "groups": WordList((_PHRASE, _code("is_key_group")), ("phrase",)),
    "indicator_headers": WordList((_HEAD, _ROLE), ("phrase",)),
    "indicator_levels": WordList((_PHRASE, _code("level")), ("phrase",)),
    "list_words": WordList((_PHRASE, _ROLE), ("phrase", "role")),
    "measures": WordList(
        (
            _STATEMENT,
            _code("section", "measures.section", optional=True),
            _HEAD,
            _code("measure_code", "measures.measure_code"),
        ),
        ("statement_code", "section", "phrase"),
    ),
    "metric_nouns": WordList((Column("ending", "word"), Column("unit_class", "code", like="units")), ("ending",)),
    "metric_units": WordList((_METRIC, Column("unit_labels", "text")), ("metric_code",)),
    "metrics": WordList(
        (
            _PHRASE,
            _code("metric_code", "metrics.metric_code", optional=True),
            _ANY_SCHEME,
            _code("context", optional=True),
            Column("note", "text", optional=True),
        ),
        ("phrase", "metric_code", "context"),
    ),
    "not_units": WordList((_PHRASE,), ("phrase",)),
    "programs": WordList((_PHRASE, _code("program_code", "programs.program_code"), _SCHEME), ("phrase",)),
    "region_names": WordList((_PHRASE, _code("region_code", "regions.region_code", optional=True)), ("phrase",)),
    "relation_words": WordList((_PHRASE, _ROLE, _NOT_AFTER), ("phrase", "role")),
    "roles": WordList((_PHRASE, _ROLE), ("phrase",)),
    "scheme_defaults": WordList(
        (Column("scheme_default", "text"), _code("rule"), _code("fallback", "schemes.scheme_code")),
        ("scheme_default",),
    ),
    "schemes": WordList((_PHRASE, _ANY_SCHEME), ("phrase",)),
    "statements": WordList((_PHRASE, _code("statement_code", "statements.statement_code", optional=True)), ("phrase",)),
    "table_words": WordList((_PHRASE, _ROLE), ("phrase", "role")),
    "units": WordList(
        (
            Column("unit_label", "word"),
            _code("unit_class"),
            _code("scalable"),
            Column("not_before", "guards", optional=True),
        ),
        ("unit_label",),
    ),
}

# Unit class of the numbers of a metric, by its canonical unit in seeds/reference/metrics.csv.
CLASS_OF_UNIT = {
    "yuan": "money",
    "person": "person",
    "visit": "visit",
    "percent": "percent",
    "month": "month",
    "minute": "minute",
    "count": "count",
    "score": "score",
}
# Scales that a scalable unit may be printed with.
SCALES = ("百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿")
