"""A comparison that a person reads: what changed by kind and reason, then report by report, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator

from rich.markup import escape

from ingest.check_words import amount
from ingest.diff import words
from ingest.diff.compare import PARTS, Compared
from ingest.query import Row

PER_REPORT, IN_ALL = 12, 200  # changes told one by one; of more only the number is told
_DOCUMENTS = 20
_LONGEST = 40  # letters of a stated text

_DETAILS = """
with ranked as (

    select
        *,
        coalesce(report_pair, -coalesce(document_pair, 0)) as held_by,
        min(weight) over (partition by held_by) as worst,
        count(*) over (partition by held_by) as n_held,
        row_number() over (partition by held_by order by position) as nth
    from changes
    where section <> 'document' and (not is_quiet or ?)

)

select *
from ranked
where nth <= ?
order by report_pair is null, worst, coalesce(new_file, old_file), report_pair, held_by, nth
limit ?
"""
_NAMED = """
select * replace (if(state = 'same', 'renamed', state) as state)
from documents
where state <> 'same' or old_file <> new_file
order by state, file_name, pair
"""
SUMMARY = """
select section, kind, reasons, sum(n)::bigint as n, bool_and(is_quiet) as is_quiet
from changes
group by section_no, section, kind, reasons
order by section_no, min(weight), kind, reasons
"""


def text(compared: Compared, everything: bool) -> Iterator[str]:
    """Lines of console markup; `everything` tells what is only counted by default, and without end."""
    if not compared.differs():
        yield same(compared)
        return
    old, new = compared.files.values()
    yield f"[bold]{escape(str(old))} → {escape(str(new))}[/]"
    for part in (_builds(compared), _documents(compared), _summary(compared), _details(compared, everything)):
        # What a report holds must not steer the terminal.
        yield from ("".join(letter for letter in line if letter.isprintable()) for line in part)


_OTHER_TABLES = """
select schema_name || '.' || table_name as name
from earlier.meta.build_table as older (schema_name, table_name, row_count, fingerprint)
full outer join later.meta.build_table as newer (schema_name, table_name, row_count, fingerprint)
    using (schema_name, table_name)
where older.fingerprint is distinct from newer.fingerprint
order by 1
"""


def same(compared: Compared) -> str:
    """The one line for files that hold the same, with the hash of all their rows where it is recorded."""
    told = "no difference 没有变化: the same facts and verdicts"
    if compared.report is not None:
        return f"{told} of these reports"
    older, newer = (str((build or {}).get("content_sha256") or "not recorded") for build in compared.builds.values())
    [documents] = compared.rows("select count(*) as n from documents")
    if older == newer or not all(compared.builds.values()):
        return f"{told} of {documents['n']} documents (content_sha256 {older if older == newer else newer})"
    # Bounds, names and comments beside the facts count in the hash.
    other = ", ".join(row["name"] for row in compared.rows(_OTHER_TABLES))
    return f"{told} of {documents['n']} documents; other columns differ in {other} (content_sha256 {older} → {newer})"


def _builds(compared: Compared) -> Iterator[str]:
    older, newer = compared.builds.values()
    if older is None or newer is None:
        silent = [str(file) for file, build in zip(compared.files.values(), (older, newer), strict=True) if not build]
        yield f"  built before builds were recorded: {escape(', '.join(silent))}"
        return
    yield f"  构建 built  {older['built_at']} → {newer['built_at']}"
    for part in PARTS:
        before, after = older[f"{part}_version"], newer[f"{part}_version"]
        yield f"  {part:<10} {before}{' (same)' if before == after else f' → {after}'}"


def _documents(compared: Compared) -> Iterator[str]:
    states = ("same", "changed", "added", "removed")
    counts = {r["state"]: r["n"] for r in compared.rows("select state, count(*) as n from documents group by state")}
    yield "文件 documents: " + ", ".join(f"{counts.get(state, 0)} {state}" for state in states)
    listed = compared.rows(_NAMED)
    rejected = compared.rejected() if listed else {}
    for row in listed[:_DOCUMENTS]:
        renamed = f"{row['old_file']} → " if row["old_file"] and row["old_file"] != row["file_name"] else ""
        why = rejected.get(row["file_name"], "") if row["state"] == "removed" else ""
        told = f"  拒收 rejected: {escape(why)}" if why else ""
        yield f"  {row['state']:<8} {escape(renamed)}{escape(row['file_name'])}{told}"
    if len(listed) > _DOCUMENTS:
        yield f"  … and {len(listed) - _DOCUMENTS} more"


def _summary(compared: Compared) -> Iterator[str]:
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in compared.rows(SUMMARY):
        if row["section"] != "document":
            rows.setdefault((row["section"], row["kind"]), []).append(row)
    heading = ""
    for (section, kind), found in rows.items():
        if section != heading:
            heading = section
            yield f"[bold]{_HEADINGS[section]}[/]"
        reasons = ", ".join(f"{escape(words.reason(row['reasons']))} {row['n']}" for row in found)
        yield f"  {sum(row['n'] for row in found):>7}  {words.kind(section, kind)}: {reasons}"


_HEADINGS = {
    "report": "报告 reports",
    "verdict": "核对结论 verdicts",
    "fact": "事实 facts",
    "subject": "主题表 subject marts",
    "number": "数字 numbers",
}


def _details(compared: Compared, everything: bool) -> Iterator[str]:
    each, total = (None, None) if everything else (PER_REPORT, IN_ALL)
    rows = compared.rows(_DETAILS, everything, each or 2**62, total or 2**62)
    told = "not is_quiet" if not everything else "true"
    [count] = compared.rows(f"select count(*) as n from changes where section <> 'document' and {told}")
    holder: object = None
    for position, row in enumerate(rows):
        if row["held_by"] != holder:
            holder = row["held_by"]
            yield ""
            yield _heading(row)
        yield from _change(row)
        last = position + 1 == len(rows) or rows[position + 1]["held_by"] != holder
        if last and row["n_held"] > row["nth"]:
            yield f"  … and {row['n_held'] - row['nth']} more here"
    if count["n"] > len(rows):
        yield ""
        yield f"{len(rows)} of {count['n']} changes are shown; --all or --format csv tells every one"


def _heading(row: Row) -> str:
    file_name = row["new_file"] or row["old_file"]
    if file_name is None:
        return "[bold]跨报告 across reports, and the marts of regions[/]"
    report_id = row["new_report_id"] or row["old_report_id"] or ""
    return f"[bold]{escape(file_name)}  {escape(row['report_title'] or '')}[/]  {escape(report_id)}"


def _change(row: Row) -> Iterator[str]:
    name = f"  {words.kind(row['section'], row['kind'])}  {escape(_short(row['what']))}"
    why = f"  ← {escape(words.short_reason(row['reasons']))}"
    if row["section"] == "verdict":
        rule = escape(f"[{row['rule_code']}, {row['severity']}]")
        yield f"{name} {rule}{_places(row)}{why}"
        verdicts = _arrow(row["old_text"] or "无 none", row["new_text"] or "无 none")
        yield f"      {escape(verdicts)}；{escape(_figures(row))}"
        return
    measure = f" {escape(row['measure'])}" if row["measure"] else ""
    yield f"{name}{measure}：{escape(_arrow(_side(row, 'old'), _side(row, 'new')))}{why}"


def _figures(row: Row) -> str:
    parts = [("填报 stated", "value"), ("推算 computed", "other"), ("相差 gap", "gap")]
    unit = row["unit_code"]
    told = [
        f"{label} {_arrow(amount(row[f'old_{key}'], unit), amount(row[f'new_{key}'], unit))}" for label, key in parts
    ]
    return "，".join(told)


def _arrow(old: str, new: str) -> str:
    return old if old == new else f"{old} → {new}"


def _side(row: Row, side: str) -> str:
    """One side of a fact: its value, the words it was stated in, its line."""
    value, stated, line = (row[f"{side}_{name}"] for name in ("value", "text", "line_no"))
    unit = row["unit_code"]
    # What is told of a choice or a precision are no words of the report.
    words_of = "{}" if row["kind"] in ("primary", "precision") else "「{}」"
    parts = [amount(value, unit) if value is not None else "", words_of.format(_short(stated)) if stated else ""]
    told = (" " if words_of == "{}" else "").join(part for part in parts if part)
    if not told:
        return "—"
    return told + (f" {_file(row, side)}:{line}" if line is not None else "")


def _places(row: Row) -> str:
    places = [f"{_file(row, s)}:{row[f'{s}_line_no']}" for s in ("old", "new") if row[f"{s}_line_no"] is not None]
    return f"  {escape(' → '.join(dict.fromkeys(places)))}" if places else ""


def _file(row: Row, side: str) -> str:
    """The file's name where it is not the one in the heading."""
    own = row[f"{side}_file"]
    return own if own and own != (row["new_file"] or row["old_file"]) else ""


def _short(stated: str) -> str:
    told = " ".join(stated.split())
    return told if len(told) <= 2 * _LONGEST else told[: 2 * _LONGEST] + "…"
