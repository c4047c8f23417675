"""Parts that are landed already: kept as they are, written without rows that go, and small ones put together.

No file is changed in its place: a part that keeps all its rows is the same file under a second name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from ingest.land.files import LandedFile, PartKey, documents, next_batch, part_path
from ingest.land.schema import TABLES
from ingest.place import link_or_copy

SMALL = 50  # documents: a batch of fewer is small
MANY = 50  # small batches; more of them are put together
MERGED = 200  # documents of a part that is put together, or a few more


def keep_parts(old: Path, staged: Path, before: Iterable[LandedFile], kept: Iterable[LandedFile]) -> None:
    """Parts of the landing `old` into `staged`, with the rows of the documents that are kept and no others."""
    held = Counter(file.key for file in documents(before).values())
    staying = sorted(documents(kept).values(), key=lambda file: file.key)
    for key, group in groupby(staying, key=lambda file: file.key):
        ids = [str(file.document_id) for file in group]
        for table in TABLES:
            source, target = part_path(old, table.name, key), part_path(staged, table.name, key)
            target.parent.mkdir(exist_ok=True)
            if len(ids) == held[key]:
                link_or_copy(source, target)
            else:
                _write_without_others(source, target, ids)


def merge_small(staged: Path, files: Sequence[LandedFile]) -> list[LandedFile]:
    """Put small batches together where there are many; returns the files with the parts that hold them then."""
    size = Counter(file.batch for file in documents(files).values())
    small = sorted(str(batch) for batch, count in size.items() if count < SMALL)
    if len(small) <= MANY:
        return list(files)
    batch, moved = next_batch(files), dict[PartKey, PartKey]()
    for number, batches in enumerate(_grouped(small, size)):
        keys = sorted({file.key for file in documents(files).values() if file.batch in batches})
        _merge(staged, keys, (batch, number))
        moved |= dict.fromkeys(keys, (batch, number))
    return [_moved(file, moved) for file in files]


def _grouped(batches: Iterable[str], size: Counter[str | None]) -> Iterator[set[str]]:
    """Batches that make a part together, in their order."""
    group, count = set[str](), 0
    for batch in batches:
        group.add(batch)
        count += size[batch]
        if count >= MERGED:
            yield group
            group, count = set(), 0
    if group:
        yield group


def _moved(file: LandedFile, moved: dict[PartKey, PartKey]) -> LandedFile:
    if file.document_id is None or file.key not in moved:
        return file
    batch, part = moved[file.key]
    return file._replace(batch=batch, part=part)


def _merge(staged: Path, keys: Sequence[PartKey], into: PartKey) -> None:
    """One part of the rows of several, which go."""
    import pyarrow as pa

    for table in TABLES:
        sources = [part_path(staged, table.name, key) for key in keys]
        rows = pa.concat_tables([_rows(source) for source in sources])
        target = part_path(staged, table.name, into)
        target.parent.mkdir(exist_ok=True)
        _write(rows.sort_by([(name, "ascending") for name in table.sort]), target)
        for source in sources:
            source.unlink()
        for folder in {source.parent for source in sources}:
            folder.rmdir()


def _write_without_others(source: Path, target: Path, ids: Collection[str]) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = _rows(source)
    _write(rows.filter(pc.is_in(rows["document_id"], pa.array(ids, pa.string()))), target)


def _rows(source: Path) -> Any:
    """The columns of a part file; its folder's name is none of them."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(source) as file:
        return file.read()


def _write(rows: Any, target: Path) -> None:
    from ingest.land import parquet

    parquet.write_rows(rows, target)
