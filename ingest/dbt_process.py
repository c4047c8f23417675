"""dbt in this process: `python -m ingest.dbt_process PARENT PARSED ARGUMENT…`, as ingest.dbt calls it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from ingest.tether import tether


def main(arguments: Sequence[str]) -> None:
    """Run dbt, which must not outlive process PARENT; PARSED is a file with the project as parsed, or ''."""
    parent, parsed, *words = arguments
    tether(int(parent))
    from dbt.cli.main import cli

    cli(words, obj={"manifest": _read(parsed) if parsed else None})


def _read(parsed: str) -> Any:
    """What an earlier run has written (partial_parse.msgpack); None where that is no more, or damaged."""
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    try:
        with open(parsed, "rb") as handle:
            manifest = Manifest.from_msgpack(handle.read(), decoder=extended_mashumuro_decoder)
        manifest.build_flat_graph()  # type: ignore[no-untyped-call]  # what macros see as `graph`
    except Exception:  # dbt parses anew
        return None
    return manifest if manifest.nodes else None


if __name__ == "__main__":
    main(sys.argv[1:])
