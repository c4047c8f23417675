"""Findings as a list that a person reads in a minute: by report, hard ones first, both sides with their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.markup import escape

from ingest.check import FINDINGS, SEVERITIES, Check, Operand, Report
from ingest.check_words import amount, computed, gap, hint_words, place, plain, printed, term

_SHOWN = 6  # operands of a side
_NAMED = 6  # reports in which nothing could be checked
_FITS = ("consistent", "rounding", "restated")


def text(reports: Sequence[Report], explain: str | None) -> Iterator[str]:
    """Lines of console markup: each report with something to show, then what was looked at.

    `explain` is the command that tells more of a check; a draft has none, its warehouse is gone.
    """
    shown = [report for report in reports if report.checks]
    for report in shown:
        yield from _report(report, explain)
        yield ""
    yield from _unchecked(reports)
    yield closing(reports)


def closing(reports: Sequence[Report]) -> str:
    """What was checked, in one line; never a pass where nothing could be checked."""
    total: Counter[str] = Counter()
    for report in reports:
        total.update(report.counts)
    checks, broken = _checks(total), _broken(total)
    if not checks:
        return "nothing was checked: no rule found figures to hold against each other"
    if not broken and not any(total[verdict] for verdict in _FITS):
        return f"nothing could be checked: {_counted(total)}"
    return f"{'everything that could be checked fits: ' if not broken else ''}{_counted(total)}"


def _checks(counts: Counter[str]) -> int:
    return sum(counts[verdict] for verdict in (*_FITS, "not_checkable", *FINDINGS))


def _broken(counts: Counter[str]) -> int:
    return sum(counts[verdict] for verdict in FINDINGS)


def _counted(counts: Counter[str]) -> str:
    restated = f", {counts['restated']} restated elsewhere" if counts["restated"] else ""
    broken = _broken(counts)
    severities = [f"{counts[severity]} {severity}" for severity in SEVERITIES if counts[severity]]
    severities += [f"{counts['known']} known"] if counts["known"] else []
    return (
        f"{_checks(counts)} checks, {counts['consistent']} fit exactly, {counts['rounding']} within rounding"
        f"{restated}, {counts['not_checkable']} not checkable, {broken} do not fit"
        f"{' (' + ', '.join(severities) + ')' if severities else ''}"
    )


def _unchecked(reports: Sequence[Report]) -> Iterator[str]:
    """Reports that are silent because nothing in them could be checked, where others could."""
    silent = [r for r in reports if r.row["file_name"] and not any(r.counts.get(v) for v in (*_FITS, *FINDINGS))]
    if not silent or len(silent) == len(reports):
        return
    titles = [str(report.row["title"] or report.row["report_id"]) for report in silent[:_NAMED]]
    more = f" … and {len(silent) - _NAMED} more" if len(silent) > _NAMED else ""
    yield f"nothing could be checked in {len(silent)} of {len(reports)} reports: {escape('; '.join(titles))}{more}"


def _report(report: Report, explain: str | None) -> Iterator[str]:
    row = report.row
    yield f"[bold]{escape(row['file_name'] or '')}  {escape(row['title'] or '')}[/]  {escape(row['report_id'] or '')}"
    score = "" if row["self_score"] is None else f"自评 self score {plain(row['self_score'])}; "
    yield f"  {score}{_counted(Counter(report.counts))}"
    hard = [check for check in report.findings if check.row["severity"] == "hard"]
    others = [check for check in report.findings if check.row["severity"] != "hard"]
    number = 0
    for heading, checks in (("不符 does not fit", hard), ("提示 worth a look", others)):
        if checks:
            yield f"  [bold]{heading}[/]"
        for check in checks:
            number += 1
            yield from _finding(number, check, row["file_name"])
            if explain is not None:
                yield f"                   {escape(explain)} {escape(check.row['check_id'])}"
    rest = [check for check in report.checks if not check.is_finding]
    if rest:
        yield "  [bold]其余 other checks[/]"
        yield from (_line(check) for check in rest)


def _finding(number: int, check: Check, file_name: str | None) -> Iterator[str]:
    row = check.row
    stated, others = check.sides()
    graded = [row["rule_code"], *([row["severity"]] if row["severity"] != "hard" else []), row["reason"]]
    kind = escape("[" + ", ".join(word for word in graded if word) + "]")
    yield f"  {number:>2} {escape(row['subject'] or '')}：{escape(row['statement_zh'] or '')} {kind}"
    if row["acknowledged"]:
        yield f"     已知 known   {escape(row['acknowledgement'] or '')}"
    here = stated[0].row["file_name"] if stated else file_name
    if stated:
        yield f"     填报 stated   {escape(printed(stated[0]))}  {escape(place(stated[0]))}{words(stated[0])}"
    else:
        yield f"     填报 stated   {escape(amount(row['stated_value'], row['unit_code']))}"
    yield from _other_side(check, others, here)
    size, share = gap(row)
    chinese, english = hint_words(row["hint"])
    hint = f"；提示 hint {escape(chinese)}{f' ({escape(english)})' if english else ''}" if chinese else ""
    yield f"     相差 gap      {size}{f'，为填报数的 {share}' if share else ''}{hint}"


def _other_side(check: Check, others: list[Operand], here: str | None) -> Iterator[str]:
    """What the stated figure is held against: the same figure elsewhere, or the operands of the rule."""
    if check.row["verdict"] == "conflict" or (check.row["kind"] == "same" and len(others) == 1):
        for operand in others[:_SHOWN]:
            yield f"     另处 elsewhere {escape(printed(operand))}  {escape(place(operand, here))}{words(operand)}"
    else:
        listed = "，".join(term(operand, here) for operand in others[:_SHOWN])
        more = f" … and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        yield f"     推算 computed {escape(computed(check))}{'  由 ' if listed else ''}{escape(listed)}{more}"


def _line(check: Check) -> str:
    row = check.row
    reason = f" ({row['reason']})" if row["reason"] else ""
    sides = f"{amount(row['stated_value'], row['unit_code'])} / {computed(check)}"
    rule = escape(f"[{row['rule_code']}]")
    return f"     {row['verdict']}{escape(reason)}  {escape(row['subject'] or '')}  {escape(sides)}  {rule}"


def words(operand: Operand) -> str:
    """The words around a figure, itself marked; nothing where the source is not at hand."""
    if operand.words is None:
        return ""
    return f"  …{escape(operand.before)}[bold]【{escape(operand.words)}】[/]{escape(operand.after)}…"


def detail(check: Check) -> Iterator[str]:
    """One check in full: rule, verdict, both values with their bounds, every operand with its line and words."""
    row = check.row
    yield f"{escape(row['check_id'])} in marts.fct_reconciliation"
    yield f"  subject: {escape(row['subject'] or '')}"
    statement = " — ".join(part for part in (row["statement_zh"], row["statement_en"]) if part)
    yield f"  rule: {escape(row['rule_code'])} ({row['kind']}, {row['severity']}) {escape(statement)}"
    yield f"  verdict: {row['verdict']}{escape(' (' + row['reason'] + ')') if row['reason'] else ''}"
    for name in ("stated", "computed"):
        low, high = row[f"{name}_low"], row[f"{name}_high"]
        bounds = "" if low == high else f", between {amount(low, '')} and {amount(high, '')}"
        yield f"  {name}: {escape(amount(row[f'{name}_value'], row['unit_code']))}{bounds}"
    size, share = gap(row)
    yield f"  gap: {size}{f', {share} of the stated' if share else ''}; tolerance {amount(row['tolerance'], '')}"
    chinese, english = hint_words(row["hint"])
    if chinese:
        yield f"  hint: {escape(chinese)}{f' ({escape(english)})' if english else ''}"
    if row["acknowledged"]:
        yield f"  已知 known: {escape(row['acknowledgement'] or '')}"
    if row["n_missing"]:
        yield f"  {row['n_missing']} of {row['n_members']} members are not stated"
    for operand in check.operands:
        own = next((operand.row[key] for key in ("observation_id", "cell_id", "indicator_id") if operand.row[key]), "")
        yield f"  {escape(operand.row['role'] or '')}: {escape(term(operand))}{words(operand)}  {escape(own)}"
