"""Data Docs for a closed network: pages without requests to the outside, and an index that needs no script."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

# Great Expectations takes its looks, scripts and logo from elsewhere; without a network they are only delays.
_OUTSIDE = re.compile(
    r'<script[^>]*\ssrc="https?:[^>]*>\s*</script>|<link[^>]*\shref="https?:[^>]*>|<img[^>]*\ssrc="https?:[^>]*>'
    r"|<footer.*?</footer>",
    re.DOTALL,
)
_STYLE = """<style>
body {font: 15px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 75rem}
body {margin: 1.5rem auto; padding: 0 1rem; color: #222; background: #fff}
table {border-collapse: collapse; width: 100%} th {text-align: left}
td, th {padding: .3rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; overflow-wrap: break-word}
.n {text-align: right} .held, .text-success {color: #176f2c} .failed, .text-danger {color: #b3261e}
.fa-check-circle::before {content: "✓"} .fa-times::before {content: "✗"} .fa-exclamation-triangle::before {content: "!"}
small {color: #666; display: block}
</style>
"""
_HEAD = "<th></th><th>期望 Expectation</th><th class='n'>已查 checked</th><th class='n'>不符 failed</th>"


def close_site(folder: Path, judged: dict[str, list[dict[Any, Any]]]) -> None:
    """Make the pages stand alone; write the index of all gates with every expectation and how it went."""
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if _STYLE not in text:
            page.write_text(_OUTSIDE.sub("", text).replace("</head>", _STYLE + "</head>", 1), encoding="utf-8")
    gates = "".join(_gate(folder, gate, verdicts) for gate, verdicts in judged.items())
    title = "<title>Data Docs</title><h1>数据检查 Data Docs</h1>"
    index = (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">{_STYLE}</head><body>{title}{gates}</body></html>'
    )
    (folder / "index.html").write_text(index, encoding="utf-8")


def _gate(folder: Path, gate: str, verdicts: list[dict[Any, Any]]) -> str:
    """A gate as a table of its expectations, under a link to what Great Expectations says of it."""
    pages = sorted((folder / "validations" / gate).rglob("*.html"))
    link = f"<a href='{pages[-1].relative_to(folder).as_posix()}'>{gate}</a>" if pages else gate
    rows = "".join(map(_verdict, verdicts))
    return f"<h2>{link}</h2><table><tr>{_HEAD}</tr>{rows}</table>"


def _verdict(verdict: dict[Any, Any]) -> str:
    held, mark = ("held", "✓") if verdict["success"] else ("failed", "✗")
    example = f"<div class='failed'>{escape(verdict['example'])}</div>" if verdict["example"] else ""
    said = f"{escape(verdict['statement_zh'])}<br>{escape(verdict['statement_en'])}"
    return (
        f"<tr><td class='{held}'>{mark}</td><td>{said}{example}<small>{verdict['expectation']}</small></td>"
        f"<td class='n'>{verdict['n_checked']}</td><td class='n'>{verdict['n_failed']}</td></tr>"
    )
