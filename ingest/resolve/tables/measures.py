"""Which measure of a statement a column holds: final accounts, budget, 财政拨款 and so on, told from its header."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.lexicon import Lexicon
from ingest.resolve.tables.grid import Header, plain

# Words under a measure that leave it what it is, and words that make another one of it.
_NO_MEASURE = re.compile(r"(?:小计|合计|总计|金额|数额|决算数|本年数|[千百]?万?亿?元|%)*$")
_OTHER_MEASURE = re.compile(r"结转|结余|预算数|其中|上年|占|增减|比")


class Measures:
    """The measures of every statement, by the words of their headers."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._rows: dict[str, list[tuple[str, str, str]]] = {}
        for row in lexicon.rows("measures"):
            self._rows.setdefault(row["statement_code"], []).append(
                (row["section"], plain(row["phrase"]), row["measure_code"])
            )
        self._found = lru_cache(maxsize=4096)(self._find_measure)

    def fit(self, code: str, header: Header, words: str) -> bool:
        """Whether a table below a title is that statement: only if its header has one of the statement's measures."""
        if code not in self._rows:
            return False
        known = {phrase for _, phrase, _ in self._rows[code]}
        return any(plain(w) in known for path in header.paths for w in path) or (code == "FA07" and "因公出国" in words)

    def of(self, code: str, section: str, path: list[str]) -> str:
        """The measure of a column of a statement's section, or '' where its header names none."""
        return self._found(code, section, tuple(path))

    def _find_measure(self, code: str, section: str, path: tuple[str, ...]) -> str:
        """The measure of a column: of its deepest words, or, where these only say 小计, of those above them."""
        phrases = {phrase: measure for where, phrase, measure in self._rows[code] if where in ("", section)}
        words = [plain(part) for part in path]
        summed = ""
        while words:
            own = words.pop()
            found = phrases.get(own) or self._inside(phrases, own)
            if _NO_MEASURE.match(own):
                summed = summed or found  # 小计 below 基本支出 is all of it
                continue
            if not found or any(_OTHER_MEASURE.search(above) for above in words):
                return "" if _OTHER_MEASURE.search(own) or not summed else summed
            return found
        return summed

    @staticmethod
    def _inside(phrases: dict[str, str], words: str) -> str:
        """The measure that the longest phrase inside a header names, unless the rest makes another one of it."""
        inside = [phrase for phrase in phrases if len(phrase) >= 3 and phrase in words]
        if not inside:
            return ""
        phrase = max(inside, key=len)
        return "" if _OTHER_MEASURE.search(words.replace(phrase, "", 1)) else phrases[phrase]
