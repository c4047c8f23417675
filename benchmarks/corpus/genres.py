"""The genres: which passages and tables a report has, in which order."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.corpus import accounts, forms, statements
from benchmarks.corpus.keys import Key
from benchmarks.corpus.page import Page, Slip
from benchmarks.corpus.report import Report, execute
from benchmarks.corpus.scores import judged

_SHARES = {"c": 62, "p": 21, "m": 6}  # percent of a program's money; the county pays what is left


def write(key: Key, seed: int, kilobytes: float, slip: Slip | None = None) -> Page:
    """The page of a report."""
    report = Report(key, seed, kilobytes, slip)
    GENRES[key.genre](report)
    report.sign()
    return report.page


def _money_by_level(report: Report, program: str, scheme: str, whole: int, salt: int) -> None:
    """Money of a program by level: in whole 万元 where it comes from above, to the fen where it is the county's."""
    draw, values = report.own_draw(salt), report.values
    report.page.scheme, report.page.program = scheme, program
    left = whole
    for level in report.levels:
        if level in _SHARES:
            unit = 10**6 if level in "cp" else 10**4
            values[f"got_{level}"] = whole * (_SHARES[level] * 10 + draw.randint(-30, 30)) // 1000 // unit * unit
            left -= values[f"got_{level}"]
    values["got_k"] = left
    values["got"] = whole
    values["kept"] = whole * draw.randint(20, 90) // 1000
    values["ready"] = values["got"] + values["kept"]


def resident(report: Report, of_file: float = 1.0) -> None:
    values = report.values
    _money_by_level(report, "resident_subsidy", "resident", values["ins_r"] * values["subsidy"] * 100, 1)
    execute(report, values["got"] * report.own_draw(2).randint(960, 1000) // 1000, "got")
    report.begin("城乡居民基本医疗保险补助资金绩效自评报告", of_file)
    report.part("资金安排和使用")
    report.tell("resident.money", "resident.spent")
    report.fill(0.2)
    report.part("总体目标完成情况")
    report.tell("insured", "insured.change", "standards", "fund.r", "benefit.r")
    report.county_list()
    report.fund_list()
    report.fill(0.6)
    report.part("绩效指标完成情况")
    judged(report, "resident")
    report.tell("satisfied")
    report.part("存在的问题和下一步打算")
    report.fill(1)


def assistance(report: Report, of_file: float = 1.0) -> None:
    values = report.values
    _money_by_level(report, "assistance_subsidy", "medical_assistance", values["aid_cost"] * 102 // 100, 3)
    execute(report, values["aid_cost"], "ready")
    report.begin("城乡医疗救助补助资金绩效自评报告", of_file)
    report.part("补助资金基本情况")
    report.tell("assistance.money", "assistance.spent")
    report.fill(0.3)
    report.part("绩效目标完成情况分析")
    report.tell("assistance.people", "assistance.rates")
    report.fill(0.6)
    report.part("指标评分")
    judged(report, "assistance")
    report.part("偏离目标的原因和改进措施")
    report.fill(1)


def capacity(report: Report, of_file: float = 1.0) -> None:
    values, draw = report.values, report.own_draw(4)
    report.page.scheme, report.page.program = "none", "capacity_building"
    scale = {"province": 30, "prefecture": 6}.get(report.key.place.level, 1)
    values["got_central"] = draw.randint(40, 160) * 10**6 * scale
    values["kept_central"] = draw.randint(10**5, 2 * 10**7) * scale
    values["ready_central"] = values["got_central"] + values["kept_central"]
    execute(report, values["ready_central"] * draw.randint(8800, 9990) // 10000, "ready_central", "_central")
    report.begin("医疗服务与保障能力提升补助资金绩效自评报告", of_file)
    report.part("资金下达和执行")
    report.tell("capacity.money", "capacity.spent")
    report.fill(0.3)
    report.part("工作开展情况")
    report.tell("supervision", "capacity.service", "satisfied")
    report.fill(0.6)
    report.part("绩效自评结果")
    judged(report, "capacity")
    report.part("问题与建议")
    report.fill(1)


def transfers(report: Report) -> None:
    """A letter with three reports as attachments."""
    page, year = report.page, report.key.year
    place = report.key.place.parents + report.key.place.name
    page.heading(0, f"{place}医疗保障局关于报送{year}年度医疗保障转移支付资金绩效自评报告的函")
    page.text(f"根据上级通知，现将{place}{year}年度三项医疗保障转移支付资金绩效自评报告随文报送，请审阅。")
    for number, body in enumerate((resident, assistance, capacity), 1):
        page.section()
        page.text(f"附件{number}")
        body(report, 0.32)


def department(report: Report) -> None:
    _accounts_of(report)
    report.begin("部门整体支出绩效自评报告")
    report.part("部门概况")
    report.tell("department.staff")
    report.fill(0.2)
    report.part("部门整体支出情况")
    report.tell("department.money", "department.basic")
    forms.budget_table(report.page, report.draw.choice(("元", "万元")))
    report.part("履职情况")
    report.tell("insured", "fund.r", "fund.e", "benefit.r", "benefit.e", "supervision")
    report.county_list()
    report.fill(0.7)
    report.part("绩效自评")
    judged(report, "department")
    report.part("存在的主要问题和改进措施")
    report.fill(1)


def final_accounts(report: Report) -> None:
    _accounts_of(report)
    report.begin("部门决算")
    report.page.heading(0, "第一部分 部门概况")
    report.fill(0.15)
    report.page.heading(0, "第二部分 部门决算表")
    statements.Forms(report.page, report.draw.choice(("元", "万元", "万元"))).write()
    report.page.heading(0, "第三部分 部门决算情况说明")
    for words, name in (
        ("收入支出决算总体情况", "accounts.total"), ("收入决算情况", "accounts.income"),
        ("支出决算情况", "accounts.expense"), ("基本支出决算情况", "accounts.basic"),
        ("“三公”经费支出决算情况", "accounts.three"), ("政府采购支出情况", "accounts.purchases"),
    ):  # fmt: skip
        report.part(words)
        report.tell(name)
    report.part("其他工作情况")
    report.fill(1)


def bulletin(report: Report) -> None:
    report.begin("医疗保险基金运行情况通报")
    report.part("参保情况")
    report.tell("insured", "insured.change")
    report.county_list()
    report.fill(0.3)
    report.part("基金运行情况")
    report.tell("fund.a", "fund.e", "fund.r")
    report.two_years()
    report.fund_list()
    report.part("待遇保障和基金监管")
    report.tell("benefit.r", "benefit.e", "supervision")
    report.part("其他工作")
    report.fill(1)


def project(report: Report) -> None:
    """The form of a project's self-evaluation, then words."""
    report.begin("项目支出绩效自评报告")
    report.page.program = "none"
    forms.project_form(report)
    report.part("项目实施情况")
    report.tell("supervision", "satisfied")
    report.fill(0.6)
    report.part("主要经验和问题")
    report.fill(1)


def _accounts_of(report: Report) -> None:
    place = report.key.place
    report.page.program = "department"
    scale = {"province": 9, "prefecture": 3}.get(place.level, 1)
    report.values |= accounts.amounts(report.seed, place.code, report.key.year, scale)
    report.values["quota"] = 30 * scale + int(place.code) % 23
    report.values["staff"] = report.values["quota"] - report.key.year % 7


GENRES: dict[str, Callable[[Report], None]] = {
    "resident": resident, "assistance": assistance, "capacity": capacity, "department": department,
    "final_accounts": final_accounts, "bulletin": bulletin, "transfers": transfers, "project": project,
}  # fmt: skip
