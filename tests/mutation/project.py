"""The dbt project as a mutant sees it: every statement rendered anew from its text in milliseconds, without dbt.

dbt compiles once; what this module renders of the unchanged files is exactly what dbt compiled (`differing`), so what
it renders of a changed file is what dbt would make of it.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2

from ingest.dbt import PROJECT, dbt_compile

Node = dict[str, Any]
DATABASE = "base"  # catalog of every relation: the stem of the database file
_SPACE = re.compile(r"\s+")

# What dbt's cross-database macros are in DuckDB, as far as the project uses them.
_DBT = SimpleNamespace(
    length=lambda text: f"length({text})",
    position=lambda part, text: f"position({part} in {text})",
    split_part=lambda text, mark, part: f"string_split({text}, {mark})[ {part} ]",
    type_string=lambda: "TEXT",
    type_int=lambda: "integer",
    type_bigint=lambda: "bigint",
    dateadd=lambda part, count, day: f"({day} + cast({count} as bigint) * interval 1 {part})",
    listagg=lambda value, mark, order: f"string_agg({value}, {mark} {order})",
)


@dataclass(frozen=True)
class Change:
    """Files of the project as a mutant has them, by path below the project; empty: the project itself."""

    texts: tuple[tuple[str, str], ...] = ()

    def text(self, path: str) -> str:
        return dict(self.texts).get(path) or _text(path)

    def touches(self, prefix: str) -> bool:
        return any(path.startswith(prefix) for path, _ in self.texts)


@cache
def _text(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")


class Project:
    """Nodes by unique id as dbt knows them; `render` gives their SQL under a change."""

    def __init__(self, manifest: Path) -> None:
        read = json.loads(manifest.read_text(encoding="utf-8"))
        self.nodes: dict[str, Node] = {k: n for k, n in read["nodes"].items() if n["resource_type"] != "analysis"}
        self.unit_tests: list[Node] = sorted(read["unit_tests"].values(), key=lambda u: str(u["name"]))
        self.by_name = {n["name"]: k for k, n in self.nodes.items() if n["resource_type"] in ("model", "seed")}

    @classmethod
    def compile(cls) -> Project:
        with tempfile.TemporaryDirectory(prefix="yibao-mutation-") as name:
            return cls(dbt_compile(Path(name) / f"{DATABASE}.duckdb", Path(name), ""))

    @cached_property
    def order(self) -> list[str]:
        """Models and seeds, each after what it reads."""
        wanted = {k: [d for d in self.reads(k)] for k in self.by_name.values()}
        return [k for k in TopologicalSorter(wanted).static_order() if k in wanted]

    def reads(self, key: str) -> list[str]:
        return [k for k in self.nodes[key]["depends_on"].get("nodes", []) if k in self.nodes]

    def models(self) -> Iterator[tuple[str, Node]]:
        """SQL models in their order."""
        for key in self.order:
            node = self.nodes[key]
            if node["resource_type"] == "model" and is_sql(node):
                yield key, node

    def tests(self) -> Iterator[tuple[str, Node]]:
        yield from ((k, n) for k, n in sorted(self.nodes.items()) if n["resource_type"] == "test")

    def relation(self, name: str, database: str = DATABASE) -> str:
        node = self.nodes[self.by_name[name]]
        return f'"{database}"."{node["schema"]}"."{node["alias"]}"'

    def renderer(self, change: Change, landing: str = "", database: str = DATABASE) -> Callable[[Node], str]:
        """A function from a node with a file of its own to its SQL."""
        values: Mapping[str, object] = {"landing": landing, "strict": False, "increment": False}
        environment = jinja2.Environment(extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined)
        shared: dict[str, Any] = {
            "dbt": _DBT,
            "ref": lambda name: self.relation(name, database),
            "var": lambda name, default=None: values.get(name, self._declared(name, default)),
            "config": lambda **_: "",
            "adapter": SimpleNamespace(
                quote=lambda name: f'"{name}"',
                dispatch=lambda name, _: getattr(macros, f"default__{name}"),
            ),
        }
        # Where relations stand, and what only Spark knows, is dbt's own.
        own = ("generate_schema_name", "spark_seeds")
        files = sorted(p.name for p in (PROJECT / "macros").glob("*.sql") if p.stem not in own)
        source = "".join(change.text(f"macros/{name}") for name in files)
        macros: Any = environment.from_string(source, globals=shared).module
        known = {name: value for name, value in vars(macros).items() if not name.startswith("_")}

        def render(node: Node) -> str:
            text = change.text(node["original_file_path"])
            # What a table is replaced by is config, which no statement shows.
            return environment.from_string(text, globals={**shared, **known, "replaces": lambda *_, **__: {}}).render()

        return render

    def _declared(self, name: str, default: object) -> object:
        return {"max_not_checkable_share": 0.35}.get(name, default)

    def differing(self) -> list[str]:
        """Models and singular tests whose SQL is not, but for blanks, what dbt compiled."""
        render = self.renderer(Change())
        own = [n for _, n in self.models()] + [n for _, n in self.tests() if "test_metadata" not in n]
        return [n["name"] for n in own if squeezed(render(n)) != squeezed(n["compiled_code"])]


def squeezed(sql: str) -> str:
    """Without the blanks that mean nothing."""
    return _SPACE.sub("", sql)


def is_sql(node: Node) -> bool:
    """Whether it is a seed or a model of SQL; the gates are Python."""
    return bool(node.get("language", "sql") == "sql")
