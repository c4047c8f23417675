"""Indicators with their scores: a table in one of the orders of its columns, or headings with scores in brackets."""

from __future__ import annotations

from itertools import groupby

from benchmarks.corpus.figures import QUANTITIES, Spec, specs
from benchmarks.corpus.report import Report
from benchmarks.corpus.vocabulary import passages, rows

_SCORE = QUANTITIES["points"]
FULL, OWN = (Spec(f"{name}_score", "", "", "", "", "", 0, _SCORE) for name in ("full", "own"))
_ORDERS = (
    ("目标值", "完成值", "分值", "得分"), ("分值", "目标值", "完成值", "得分"), ("分值", "得分", "目标值", "完成值"),
    ("目标值", "完成值", "得分", "分值"),
)  # fmt: skip
_HEADS = (
    {"目标值": "年度指标值", "完成值": "实际完成值"}, {"目标值": "目标值", "完成值": "完成值"},
    {"目标值": "指标值", "完成值": "实际完成值", "分值": "权重", "得分": "自评得分"},
)  # fmt: skip
Row = dict[str, str]
Scored = list[tuple[Row, int, int]]  # indicator, full score, own score; scores in tenths


def judged(report: Report, genre: str) -> None:
    """The total score in words, then the indicators with the same total."""
    scored = _scored(report, genre)
    report.values["self"] = sum(own for *_, own in scored)
    report.tell("self")
    if report.draw.random() < 0.7:
        as_table(report, scored)
    else:
        _as_headings(report, scored)


def as_table(report: Report, scored: Scored) -> None:
    page, draw = report.page, report.draw
    order, heads = draw.choice(_ORDERS), draw.choice(_HEADS)
    grid = [["一级指标", "二级指标", "三级指标", *(heads.get(word, word) for word in order)]]
    numbers: dict[str, list[int]] = {"分值": [], "得分": []}
    for row, full, own in scored:
        cells = []
        for word in order:
            if word == "目标值":
                cells.append(target(report, row["target"]))
            elif word == "完成值":
                cells.append(page.fill(row["actual"]))
            else:
                cells.append(_points(report, FULL if word == "分值" else OWN, full if word == "分值" else own))
                numbers[word].append(page.last)
        page.orders.append(("indicator_self_within_full", numbers["得分"][-1], numbers["分值"][-1]))
        grid.append([row["first"], row["second"], row["name"], *cells])
    cells = []
    for word in order:
        if word in numbers:
            cells.append(
                _total(report, word == "得分", sum(own if word == "得分" else full for _, full, own in scored))
            )
            rule = "indicator_self_score_sum" if word == "得分" else "indicator_full_score_sum"
            page.sums.append((rule, page.last, [(number, 1) for number in numbers[word]]))
        else:
            cells.append("")
    page.table([*grid, ["合计", "", "", *cells]])


def _as_headings(report: Report, scored: Scored) -> None:
    """Three levels of headings, each with its full and its own score; a sentence under the lowest."""
    page, draw = report.page, report.draw
    notation = draw.choice(passages("notations")["scores"])
    marks = draw.choice((("（{}）", "{}.", "（{}）"), ("{}.", "（{}）", "")))
    state = draw.choice(passages("notations")["actual"])

    def head(mark: str, words: str, rows_: Scored) -> tuple[int, int]:
        before, between, after = notation.split("#")
        full = _points(report, FULL, sum(full for _, full, _ in rows_))
        at = page.last
        own = _points(report, OWN, sum(own for *_, own in rows_))
        page.orders.append(("indicator_self_within_full", page.last, at))
        page.text(f"{mark}{words}{before}{full}{between}{own}{after}")
        return at, page.last

    for first_number, (first, group) in enumerate(groupby(scored, lambda one: one[0]["first"])):
        within = list(group)
        above = head(
            marks[0].format("一二三四五"[first_number] if "（" in marks[0] else first_number + 1), first, within
        )
        middles = []
        for number, (second, lower) in enumerate(groupby(within, lambda one: one[0]["second"])):
            leaves = list(lower)
            middle = head(marks[1].format(number + 1), second, leaves)
            middles.append(middle)
            lowest = []
            for at, leaf in enumerate(leaves):
                lowest.append(head(marks[2].format(at + 1) if marks[2] else "①②③④"[at], leaf[0]["name"], [leaf]))
                page.text(state.replace("{target}", target(report, leaf[0]["target"])).replace(
                    "{actual}", page.fill(leaf[0]["actual"])))  # fmt: skip
            _add_up(report, middle, lowest)
        _add_up(report, above, middles)


def _add_up(report: Report, above: tuple[int, int], below: list[tuple[int, int]]) -> None:
    for side, rule in enumerate(("indicator_full_score_sum", "indicator_self_score_sum")):
        report.page.sums.append((rule, above[side], [(pair[side], 1) for pair in below]))


def _points(report: Report, spec: Spec, score: int) -> str:
    """A score in tenths, without a nought behind the point."""
    return report.page.put(spec, score, 0, 1 if score % 10 else 0)


def _total(report: Report, own: bool, score: int) -> str:
    spec = specs()["self"]._replace(program=report.page.program) if own else FULL
    return _points(report, spec, score)


def _scored(report: Report, genre: str) -> Scored:
    """Indicators of a genre; who spent less than the budget has lost a point of the execution rate."""
    found = []
    for row in rows("indicators"):
        if row["genre"] == genre:
            full = int(row["weight"]) * 10
            is_short = row["name"] == "预算执行率" and report.values[row["actual"][1:-1]] < 10**8
            found.append((row, full, full - (report.draw.choice((5, 10)) if is_short else 0)))
    return found


def target(report: Report, words: str) -> str:
    """The words of a target, which is no fact."""
    goal = report.values["ins_r"] * 99 // 100 // 10**4
    return words.replace("{goal_people}", f"{goal}万人").replace("{goal_subsidy}", f"{report.values['subsidy']}元")
