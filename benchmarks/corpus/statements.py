"""The nine public forms of department final accounts, whose lines and columns add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from benchmarks.corpus.accounts import CLASSES, FUNCTIONS, PERSONNEL, PUBLIC
from benchmarks.corpus.figures import QUANTITIES, Spec
from benchmarks.corpus.page import Page

_MONEY = QUANTITIES["money"]
Cells = dict[str, int]


@cache
def cell(statement: str, section: str, line: str, measure: str, name: str) -> Spec:
    """The figure of a cell: `metric` is the form, `scheme` its side, `level` the column, `breakdown` the line."""
    return Spec(name or f"{statement}.{section}.{line}.{measure}", statement, section, "", measure, line, 0, _MONEY)


class Forms:
    """Writes the forms of one office on its page, all in one unit."""

    def __init__(self, page: Page, unit: str) -> None:
        self.page, self.values, self.unit = page, page.values, unit
        self.exponent = {"元": 0, "万元": 4}[unit]

    def put(self, statement: str, section: str, line: str, measure: str, value: int, name: str = "") -> str:
        spec = cell(statement, section, line, measure, name)
        return self.page.put(spec, value, self.exponent, 2, exact=not self.exponent)

    def head(self, number: int, title: str) -> None:
        page = self.page
        page.heading(1, title)
        page.text(f"公开{number:02d}表")
        page.text(f"部门：{page.words['office']}　　金额单位：{self.unit}")

    def write(self) -> None:
        self.page.heading(0, f"{self.page.words['y']}年度部门决算表")
        for form in (self.fa01, self.fa02, self.fa03, self.fa04, self.fa05, self.fa06, self.fa07, self.fa08, self.fa09):
            form()

    def add_up(self, rule: str, total: int, members: Sequence[int | tuple[int, int]]) -> None:
        weighted = [member if isinstance(member, tuple) else (member, 1) for member in members]
        self.page.sums.append((rule, total, weighted))

    def fa01(self) -> None:
        value, page = self.values, self.page
        self.head(1, "收入支出决算总表")
        income = [
            ("一、一般公共预算财政拨款收入", "general_public_budget_income", value["dep_income"], "fa_general"),
            ("二、政府性基金预算财政拨款收入", "government_fund_income", 0, "fa_fund"),
            ("三、国有资本经营预算财政拨款收入", "state_capital_income", 0, "fa_capital"),
        ]
        classes = [(words, f"function_{code}", value[f"b_{code}"] + value[f"p_{code}"], f"all_{code}")
                   for code, words in CLASSES.items()]  # fmt: skip
        rows = [["收入", "", "支出", ""], ["项目", "决算数", "项目", "决算数"]]
        left, right = [], []
        for (a, a_line, a_value, a_name), (b, b_line, b_value, b_name) in zip(income, classes, strict=True):
            one = self.put("FA01", "income", a_line, "amount", a_value, a_name)
            left.append(page.last)
            two = self.put("FA01", "expense", b_line, "amount", b_value, b_name)
            right.append(page.last)
            rows.append([a, one, b, two])
        at = page.last
        tails = [
            ("本年收入合计", "income_of_year_total", value["dep_income"], "dep_income",
             "本年支出合计", "expense_of_year_total", value["dep_expense"], "dep_expense"),
            ("年初结转和结余", "opening_balance", value["opening"], "opening",
             "年末结转和结余", "closing_balance", value["closing"], "closing"),
            ("总计", "grand_total", value["dep_total_income"], "dep_total_income",
             "总计", "grand_total", value["dep_total_income"], "dep_total_expense"),
        ]  # fmt: skip
        for a, a_line, a_value, a_name, b, b_line, b_value, b_name in tails:
            one = self.put("FA01", "income", a_line, "amount", a_value, a_name)
            rows.append([a, one, b, self.put("FA01", "expense", b_line, "amount", b_value, b_name)])
        income_n, expense_n, opening_n, closing_n, total_n, both_n = range(at + 1, at + 7)
        self.add_up("statement_line_sum", income_n, left)
        self.add_up("statement_line_sum", expense_n, right)
        self.add_up("statement_line_sum", total_n, [income_n, opening_n])
        self.add_up("statement_line_sum", both_n, [expense_n, closing_n])
        self.add_up("fa01_totals", total_n, [both_n])
        self.add_up("fa01_balance", closing_n, [opening_n, income_n, (expense_n, -1)])
        page.table(rows, header=2)

    def by_function(
        self,
        statement: str,
        heads: Sequence[str],
        measures: Sequence[str],
        rule: str,
        columns: Sequence[Mapping[str, int]],
        names: Mapping[tuple[str, str], str],
    ) -> None:
        """A form with a line for each function account: the first column is the sum of the others."""
        page = self.page
        rows = [["科目编码", "科目名称", *heads]]
        at: dict[tuple[str, str], int] = {}
        for code in ("total", *FUNCTIONS):
            line = code if code == "total" else f"function_{code}"
            printed = []
            for measure, column in zip(measures, columns, strict=True):
                printed.append(self.put(statement, "none", line, measure, column[code], names.get((code, measure), "")))
                at[code, measure] = page.last
            if len(measures) > 1:
                self.add_up(rule, at[code, measures[0]], [at[code, measure] for measure in measures[1:]])
            rows.append(["" if code == "total" else code, "合计" if code == "total" else FUNCTIONS[code], *printed])
        for measure in measures:
            self.add_up("statement_line_sum", at["total", measure], [at[code, measure] for code in CLASSES])
            for above in FUNCTIONS:
                below = [at[code, measure] for code in FUNCTIONS
                         if code.startswith(above) and len(code) == {3: 5, 5: 7}.get(len(above), 0)]  # fmt: skip
                if below:
                    self.add_up("statement_line_sum", at[above, measure], below)
        page.table(rows)

    def _columns(self) -> tuple[Cells, Cells, Cells, Cells]:
        """Total, basic, project and nothing, by function account."""
        value = self.values
        basic = {code: value[f"b_{code}"] for code in FUNCTIONS} | {"total": value["dep_basic"]}
        project = {code: value[f"p_{code}"] for code in FUNCTIONS} | {"total": value["dep_project"]}
        return {code: basic[code] + project[code] for code in basic}, basic, project, dict.fromkeys(basic, 0)

    def fa02(self) -> None:
        self.head(2, "收入决算表")
        total, _, _, nothing = self._columns()
        # Income differs from expenditure by what the balances moved: on the line of general affairs.
        moved = self.values["dep_income"] - self.values["dep_expense"]
        total = {code: amount + (moved if code in ("total", "210", "21015", "2101501") else 0)
                 for code, amount in total.items()}  # fmt: skip
        heads = ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
        measures = ("total", "fiscal_appropriation", "superior_subsidy", "business_income", "operating_income",
                    "affiliate_remittance", "other_income")  # fmt: skip
        names = {("total", "total"): "dep_income", ("total", "fiscal_appropriation"): "fiscal"}
        self.by_function("FA02", heads, measures, "fa02_row", (total, total, *[nothing] * 5), names)

    def fa03(self) -> None:
        self.head(3, "支出决算表")
        total, basic, project, nothing = self._columns()
        heads = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
        measures = ("total", "basic", "project", "remitted_upward", "operating", "affiliate_subsidy")
        names = {("total", "total"): "dep_expense"} | {(code, "total"): f"all_{code}" for code in CLASSES}
        self.by_function("FA03", heads, measures, "fa03_row", (total, basic, project, *[nothing] * 3), names)

    def fa04(self) -> None:
        value, page = self.values, self.page
        self.head(4, "财政拨款收入支出决算总表")
        budgets = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
        rows = [["收入", "", "支出", "", "", "", ""], ["项目", "决算数", "项目", "合计", *budgets]]
        income = [
            ("一、一般公共预算财政拨款", "general_public_budget_income", value["dep_income"], "fa_general"),
            ("二、政府性基金预算财政拨款", "government_fund_income", 0, "fa_fund"),
            ("三、国有资本经营预算财政拨款", "state_capital_income", 0, "fa_capital"),
            ("本年收入合计", "income_of_year_total", value["dep_income"], "fiscal"),
            ("年初财政拨款结转和结余", "opening_balance", value["opening"], "fa_opening"),
            ("总计", "grand_total", value["dep_total_income"], "fa_total"),
        ]
        expense = [
            *((words, f"function_{code}", value[f"b_{code}"] + value[f"p_{code}"], f"gen_{code}")
              for code, words in CLASSES.items()),
            ("本年支出合计", "expense_of_year_total", value["dep_expense"], "fa_expense"),
            ("年末财政拨款结转和结余", "closing_balance", value["closing"], "fa_closing"),
            ("总计", "grand_total", value["dep_total_income"], "fa_total"),
        ]  # fmt: skip
        left, right, general = [], [], []
        for (a, a_line, a_value, a_name), (b, b_line, b_value, b_name) in zip(income, expense, strict=True):
            one = self.put("FA04", "income", a_line, "amount", a_value, a_name)
            left.append(page.last)
            cells = [self.put("FA04", "expense", b_line, "total", b_value, b_name)]
            right.append(page.last)
            cells.append(self.put("FA04", "expense", b_line, "general_public_budget", b_value, f"{b_name}_general"))
            general.append(page.last)
            cells += [
                self.put("FA04", "expense", b_line, measure, 0) for measure in ("government_fund", "state_capital")
            ]
            self.add_up("fa04_row", right[-1], [page.last - 2, page.last - 1, page.last])
            rows.append([a, one, b, *cells])
        self.add_up("statement_line_sum", left[3], left[:3])
        self.add_up("statement_line_sum", left[5], left[3:5])
        for column in (right, general):
            self.add_up("statement_line_sum", column[3], column[:3])
            self.add_up("statement_line_sum", column[5], column[3:5])
        self.add_up("fa04_totals", left[5], [right[5]])
        self.add_up("fa04_balance", right[4], [left[4], left[3], (right[3], -1)])
        page.table(rows, header=2)

    def fa05(self) -> None:
        self.head(5, "一般公共预算财政拨款支出决算表")
        total, basic, project, _ = self._columns()
        names = {("total", "total"): "fa_expense_general", ("total", "basic"): "dep_basic"}
        names |= {(code, "total"): f"gen_{code}_general" for code in CLASSES}
        self.by_function("FA05", ("小计", "基本支出", "项目支出"), ("total", "basic", "project"), "fa05_row",
                         (total, basic, project), names)  # fmt: skip

    def fa06(self) -> None:
        page, value = self.page, self.values
        self.head(6, "一般公共预算财政拨款基本支出决算表")
        rows = [["人员经费", "", "", "公用经费", "", ""], ["科目编码", "科目名称", "决算数"] * 2]
        at: dict[str, int] = {}

        def side(code: str, names: Mapping[str, str]) -> list[str]:
            if not code:
                return ["", "", ""]
            printed = self.put("FA06", "none", f"economic_{code}", "amount", value[f"e_{code}"])
            at[code] = page.last
            return [code, names[code], printed]

        left, right = list(PERSONNEL), list(PUBLIC)
        for number in range(max(len(left), len(right))):
            one, two = (codes[number] if number < len(codes) else "" for codes in (left, right))
            rows.append([*side(one, PERSONNEL), *side(two, PUBLIC)])
        one = self.put("FA06", "none", "personnel_total", "amount", value["dep_personnel"], "dep_personnel")
        personnel = page.last
        two = self.put("FA06", "none", "public_total", "amount", value["dep_public"], "dep_public")
        rows.append(["", "人员经费合计", one, "", "公用经费合计", two])
        self.add_up("statement_line_sum", personnel, [at["301"], at["303"]])
        self.add_up("statement_line_sum", page.last, [at["302"], at["310"]])
        for code in ("301", "303", "302", "310"):
            below = [n for leaf, n in at.items() if len(leaf) == 5 and leaf.startswith(code)]
            self.add_up("statement_line_sum", at[code], below)
        page.table(rows, header=2)

    def fa07(self) -> None:
        page, value = self.page, self.values
        self.head(7, "财政拨款“三公”经费支出决算表")
        lines = [
            ("“三公”经费合计", "total", value["dep_three"], "dep_three"),
            ("1.因公出国（境）费", "travel_abroad", 0, "dep_abroad"),
            ("2.公务用车购置及运行维护费", "vehicles", value["dep_running"], "dep_vehicles"),
            ("（1）公务用车购置费", "vehicle_purchase", 0, "dep_vehicle_purchase"),
            ("（2）公务用车运行维护费", "vehicle_running", value["dep_running"], "dep_running"),
            ("3.公务接待费", "reception", value["dep_reception"], "dep_reception"),
        ]
        rows = [["项目", "预算数", "决算数"]]
        at = []
        budgets = [0, 0, 0, 0, value["dep_running"] + 31_000, value["dep_reception"] + 52_000]
        budgets[2] = budgets[4]
        budgets[0] = budgets[2] + budgets[5]
        for (words, line, amount, name), budget in zip(lines, budgets, strict=True):
            planned = self.put("FA07", "none", line, "budget", budget)
            rows.append([words, planned, self.put("FA07", "none", line, "amount", amount, name)])
            at.append(page.last)
        for shift in (-1, 0):
            self.add_up("statement_line_sum", at[0] + shift, [at[1] + shift, at[2] + shift, at[5] + shift])
            self.add_up("statement_line_sum", at[2] + shift, [at[3] + shift, at[4] + shift])
        page.table(rows)

    def fa08(self) -> None:
        self.head(8, "政府性基金预算财政拨款收入支出决算表")
        heads = ["科目编码", "科目名称", "年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余"]
        self._nothing("FA08", heads, ("opening_balance", "income", "total", "basic", "project", "closing_balance"))
        self.page.text("本部门没有政府性基金预算财政拨款收入和支出，本表为空表。")

    def fa09(self) -> None:
        self.head(9, "国有资本经营预算财政拨款支出决算表")
        self._nothing("FA09", ["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ("total", "basic", "project"))
        self.page.text("本部门没有国有资本经营预算财政拨款支出，本表为空表。")

    def _nothing(self, statement: str, heads: list[str], measures: Sequence[str]) -> None:
        self.page.table(
            [heads, ["", "合计", *(self.put(statement, "none", "total", measure, 0) for measure in measures)]]
        )
