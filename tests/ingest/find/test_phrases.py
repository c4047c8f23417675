"""Phrases: leftmost longest, offsets in code points, one gap."""

from __future__ import annotations

from ingest.find.phrases import Phrases


def found(text: str, *phrases: str) -> list[tuple[str, int, int]]:
    return [(h.phrase, h.start, h.end) for h in Phrases.from_rows([{"phrase": p} for p in phrases]).find(text)]


def test_the_longer_phrase_wins_where_two_begin_at_one_place() -> None:
    assert found("全市参保率高", "参保", "参保率") == [("参保率", 2, 5)]


def test_the_leftmost_phrase_wins_where_two_overlap() -> None:
    assert found("医保参保率", "医保参保", "参保率") == [("医保参保", 0, 4)]


def test_offsets_count_code_points_beyond_the_basic_plane_too() -> None:
    assert found("\U00020000\U0001f600参保率", "参保率") == [("参保率", 2, 5)]


def test_a_phrase_matches_the_folded_text_in_its_own_folded_form() -> None:
    assert found("因公出国(境)费", "因公出国（境）费") == [("因公出国（境）费", 0, 8)]


def test_a_gap_reaches_inside_one_clause() -> None:
    assert found("资助困难群众参保", "资助…参保") == [("资助…参保", 0, 8)]
    assert found("资助困难群众，动员参保", "资助…参保") == []


def test_a_gapped_phrase_hides_the_plain_ones_inside_it() -> None:
    assert found("资助困难群众参保", "资助…参保", "困难", "参保") == [("资助…参保", 0, 8)]
