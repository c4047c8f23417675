"""Which report has which number, whatever the size of the corpus."""

from __future__ import annotations

import random
from functools import cache
from typing import NamedTuple

from benchmarks.corpus.world import FIRST_YEAR, LAST_YEAR, Place, places

GENRES = ("resident", "assistance", "capacity", "department", "final_accounts", "bulletin", "transfers", "project")
_PAIRS = (LAST_YEAR - FIRST_YEAR + 1) // 2
_APART = 457  # places between the genres of one turn: a small corpus has many places


class Key(NamedTuple):
    """What a report is about."""

    number: int
    genre: str
    place: Place
    year: int


def key_of(number: int) -> Key:
    """Two following numbers are two following years of one genre and place."""
    pair, later = divmod(number, 2)
    at, genre = divmod(pair, len(GENRES))
    everywhere = _shuffled()
    place = everywhere[(at + _APART * genre) % len(everywhere)]
    turn = (at // len(everywhere) + int(place.code) // 100) % _PAIRS
    return Key(number, GENRES[genre], place, FIRST_YEAR + 2 * turn + later)


@cache
def _shuffled() -> tuple[Place, ...]:
    everywhere = list(places())
    random.Random(5).shuffle(everywhere)
    return tuple(everywhere)
