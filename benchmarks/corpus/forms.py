"""Forms of self-evaluations: the budget table of a department, the form of a project."""

from __future__ import annotations

from benchmarks.corpus.figures import QUANTITIES, Spec, specs
from benchmarks.corpus.page import Page
from benchmarks.corpus.report import Report
from benchmarks.corpus.scores import FULL, OWN, target
from benchmarks.corpus.statements import Forms, cell
from benchmarks.corpus.vocabulary import rows
from benchmarks.corpus.world import percent

_PROJECTS = ("医疗保障信息系统运行维护", "医保基金监管专项", "医保经办业务经费", "参保扩面宣传", "医药服务价格监测")
_WHOLE = 10**6  # fen: whole 万元


def budget_table(page: Page, unit: str) -> None:
    """The budget table of a department's self-evaluation: initial, adjustment, adjusted, executed, rate."""
    forms, draw = Forms(page, unit), page.draw
    plans = []
    for name in ("dep_basic", "dep_project"):
        adjusted = page.values[name] * draw.randint(1004, 1080) // 1000 // 10**4 * 10**4
        plans.append((adjusted * draw.randint(900, 1060) // 1000 // 10**4 * 10**4, adjusted))
    (basic, basic_adjusted), (project, project_adjusted) = plans
    lines = (
        ("部门预算合计", "total", "dep_expense", basic + project, basic_adjusted + project_adjusted),
        ("基本支出", "basic", "dep_basic", basic, basic_adjusted),
        ("项目支出", "project", "dep_project", project, project_adjusted),
    )
    grid = [["资金类别", "年初预算数", "追加（减）数", "调整预算数", "实际支出数", "执行率"]]
    columns = []
    for words, line, name, initial, adjusted in lines:
        spent = page.values[name]
        cells, numbers = [], []
        amounts = {"initial_budget": initial, "adjustment": adjusted - initial, "adjusted_budget": adjusted}
        for measure, amount in {**amounts, "executed": spent}.items():
            cells.append(forms.put("OB01", "none", line, measure, amount))
            numbers.append(page.last)
        cells.append(_rate(page, "OB01", line, spent, adjusted))
        page.ratios.append(("ob01_rate", page.last, numbers[3], numbers[2]))
        forms.add_up("ob01_adjusted", numbers[2], numbers[:2])
        columns.append(numbers)
        grid.append([words, *cells])
    for number in range(4):
        forms.add_up("statement_line_sum", columns[0][number], [columns[1][number], columns[2][number]])
    page.table(grid, f"单位：{unit}")


def project_form(report: Report) -> None:
    """Money and indicators of a project in one table; the budget's execution is scored like an indicator."""
    page, own = report.page, report.own_draw(6)
    office = page.words["office"]
    budget = own.randint(20, 300) * _WHOLE
    spent = budget * own.choice((1000, 1000, own.randint(900, 999))) // 1000
    lost = 0 if spent == budget else 5
    full: list[int] = []
    earned: list[int] = []
    grid = [
        ["项目名称", f"{report.key.place.name}{own.choice(_PROJECTS)}项目", *[""] * 6],
        ["主管部门", office, "", "", "实施单位", office, "", ""],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", *_money(report, "year_total", budget, spent, (100, 100 - lost), full, earned)],
        ["", "其中：当年财政拨款", *_money(report, "fiscal_appropriation", budget, spent, None, full, earned)],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
    ]
    for row in rows("indicators"):
        if row["genre"] == "project":
            score = int(row["weight"]) * 10
            actual = page.fill(row["actual"])
            cells = [_score(page, FULL, score, full), _score(page, OWN, score, earned)]
            grid.append([row["first"], row["second"], row["name"], target(report, row["target"]), actual, *cells, ""])
    totals = [
        page.put(FULL, 1000, 0, 0),
        page.put(specs()["self"]._replace(program="none"), 1000 - lost, 0, 1 if lost else 0),
    ]
    for rule, total, members in (
        ("indicator_full_score_sum", page.last - 1, full), ("indicator_self_score_sum", page.last, earned),
    ):  # fmt: skip
        page.sums.append((rule, total, [(number, 1) for number in members]))
    page.table([*grid, ["总分", *[""] * 4, *totals, ""]], f"项目支出绩效自评表（{report.key.year}年度）")


def _money(
    report: Report,
    line: str,
    budget: int,
    spent: int,
    scores: tuple[int, int] | None,
    full: list[int],
    earned: list[int],
) -> list[str]:
    """Cells of a line of the money block: three amounts, full score, rate, score."""
    page, form = report.page, Forms(report.page, "万元")
    amounts = (("initial_budget", budget), ("full_year_budget", budget), ("executed", spent))
    cells = [form.put("PF01", "none", line, measure, amount) for measure, amount in amounts]
    executed = page.last
    points = got = "—"
    points_spec, got_spec = (
        cell("PF01", "none", line, measure, "")._replace(quantity=QUANTITIES["points"])
        for measure in ("full_score", "score")
    )
    if scores:
        points = _score(page, points_spec, scores[0], full)
    rate = _rate(page, "PF01", line, spent, budget)
    page.ratios.append(("pf01_rate", page.last, executed, executed - 1))
    if scores:
        got = _score(page, got_spec, scores[1], earned)
    return [*cells, points, rate, got]


def _score(page: Page, spec: Spec, score: int, numbers: list[int]) -> str:
    """A score in tenths; its number joins the others of its column."""
    printed = page.put(spec, score, 0, 1 if score % 10 else 0)
    numbers.append(page.last)
    return printed


def _rate(page: Page, statement: str, line: str, part: int, whole: int) -> str:
    spec = cell(statement, "none", line, "execution_rate", "")._replace(quantity=QUANTITIES["rate"])
    return page.put(spec, percent(part, whole), 0, 2, "%")
