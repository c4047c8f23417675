"""What the relation tests share: the relations of an invented text, written as short lines."""

from __future__ import annotations

from ingest.resolve.extract import Extractor
from tests.helpers import as_document, report_of

CODES = ("parts", "of_which", "name_count", "deviation")


def relations(extractor: Extractor, body: str, genre: str = "accounts") -> list[str]:
    """Every relation of these kinds, as `parts 10 = 4 + 6`, in order of place."""
    rows = extractor.extract(as_document(report_of(genre, body)))["relations"]
    found: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        if row["relation_code"] in CODES:
            found.setdefault(str(row["relation_id"]), []).append(row)
    ordered = sorted(found.values(), key=lambda group: (str(group[0]["char_start"]).zfill(8), str(group)))
    return [_line(group) for group in ordered]


def _line(group: list[dict[str, object]]) -> str:
    first, *rest = (str(row["literal"]) for row in group)
    sign = {"parts": "=", "of_which": ">=", "name_count": "~", "deviation": "->"}[str(group[0]["relation_code"])]
    return f"{group[0]['relation_code']} {first} {sign} {' + '.join(rest)}"
