"""The genres: which passages and tables a report has, in which order and hand."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from benchmarks.corpus import accounts
from benchmarks.corpus.layouts import LAYOUTS
from benchmarks.corpus.page import HERE, QUANTITIES, Page, Slip, Spec, Style, specs
from benchmarks.corpus.world import FIRST_YEAR, LAST_YEAR, Place, added, percent, places, truth

PAIRS = (LAST_YEAR - FIRST_YEAR + 1) // 2
_NUMBERS = "一二三四五六七八九十"
_SCORE = QUANTITIES["points"]
FULL, OWN = (Spec(f"{name}_score", "", "", "", "", "", 0, _SCORE) for name in ("full", "own"))
_PLAIN = Spec("", "", "", "", "", "", 0, QUANTITIES["count"])


class Key(NamedTuple):
    """What a report is about."""

    number: int
    genre: str
    place: Place
    year: int


def key_of(number: int) -> Key:
    """The report of a number, whatever the size of the corpus: two following numbers are two following years."""
    names, everywhere = tuple(GENRES), _shuffled()
    pair, later = divmod(number, 2)
    genre = pair % len(names)
    at = pair // len(names)
    place = everywhere[(at + 457 * genre) % len(everywhere)]
    turn = (at // len(everywhere) + int(place.code) // 100) % PAIRS
    return Key(number, names[genre], place, FIRST_YEAR + 2 * turn + later)


@cache
def _shuffled() -> tuple[Place, ...]:
    everywhere = list(places())
    random.Random(5).shuffle(everywhere)
    return tuple(everywhere)


@cache
def _lists(name: str) -> dict[str, list[str]]:
    """Lines of a text file under their [names]; lines before the first name are under ''."""
    found: dict[str, list[str]] = defaultdict(list)
    under = ""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            under = line[1:-1]
        elif line and not line.startswith("#"):
            found[under].append(line)
    return found


@cache
def _indicators(genre: str) -> list[dict[str, str]]:
    with (HERE / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["genre"] == genre]


@cache
def _fillers() -> tuple[tuple[str, tuple[tuple[int, int], ...]], ...]:
    """Paragraphs that state no fact: a format and the ranges of its numbers."""
    found = []
    for line in _lists("filler.txt")[""]:
        pieces, ranges = [], []
        for part in line.split("{"):
            bounds, closed, rest = part.partition("}")
            if closed:
                low, _, high = bounds.partition("-")
                ranges.append((int(low), int(high)))
                pieces.append("%d" + rest)
            else:
                pieces.append(part)
        found.append(("".join(pieces), tuple(ranges)))
    return tuple(found)


class Report:
    """A report being written: its page, and the passages that a genre asks for."""

    def __init__(self, key: Key, seed: int, kilobytes: float, slip: Slip | None = None) -> None:
        self.key, self.seed, self.bytes = key, seed, kilobytes * 1000
        place, year = key.place, key.year
        self.draw = random.Random(seed * 1_000_003 + key.number)
        coarse = self.draw.random() < {"province": 0.9, "prefecture": 0.5}.get(place.level, 0.15)
        style = Style(coarse, self.draw.random() < 0.1, self.draw.choice(LAYOUTS))
        full = place.parents + place.name
        words = {"y": str(year), "y1": str(year - 1), "place": place.name, "all": f"全{place.kind}", "we": f"我{place.kind}",
                 "office": f"{place.name}医疗保障局"}  # fmt: skip
        self.values = truth(seed, place, year)
        self.page = Page(place.code, self.values, words, style, self.draw, slip)
        self.full = full
        self._parts = self._tables = 0
        self._fill = list(range(len(_fillers())))
        self.draw.shuffle(self._fill)

    # -- parts --------------------------------------------------------------------------------------------------
    def title(self, words: str) -> None:
        place = self.full if self.draw.random() < 0.7 or self.key.place.level == "county" else self.key.place.name
        self.page.heading(0, f"{place}{self.key.year}年度{words}")

    def part(self, words: str) -> None:
        self.page.heading(1, f"{_NUMBERS[self._parts]}、{words}")
        self._parts += 1

    def tell(self, *names: str) -> None:
        """A passage each, in one of its hands."""
        for name in names:
            self.page.paragraph(self.draw.choice(_lists("hands.txt")[name]))

    def fill(self, share: float) -> None:
        """Work done and tables of townships, until the report has this share of its size."""
        draw, page = self.draw, self.page
        while page.size < self.bytes * share:
            page.text(self._narrative())
            if self._fill:
                words, ranges = _fillers()[self._fill.pop()]
                page.text(words % tuple([low + int(draw.random() * (high - low + 1)) for low, high in ranges]))
            if draw.random() < 0.04 and self._tables < 4:
                self._townships()

    def _narrative(self) -> str:
        """Three sentences without figures."""
        choice, lists = self.draw.choice, _lists("narrative.txt")
        return "".join([
            f"{choice(lists['opening'])}，{choice(lists['action'])}，{choice(lists['result'])}。" for _ in "123"
        ])  # fmt: skip

    def _townships(self) -> None:
        draw = self.draw
        self._tables += 1
        columns = draw.sample(_lists("township.txt")[""], draw.randint(4, 8))
        heads, bounds = [], []
        for column in columns:
            head, low, high = column.split(",")
            heads.append(head)
            bounds.append((int(low), int(high) - int(low) + 1))
        names = draw.sample(_lists("townships.txt")[""][0].split(), draw.randint(10, 26))
        chance = draw.random
        rows = [["乡镇", *heads]]
        rows += [[f"{name}镇", *[str(low + int(chance() * width)) for low, width in bounds]] for name in names]
        self.page.table(rows, "各乡镇工作台账如下：")

    def county_list(self) -> None:
        """Insured persons of each division below, with the total that they make."""
        page, draw, place = self.page, self.draw, self.key.place
        if not place.children:
            return
        order = ["ins_e", "ins_r"]
        draw.shuffle(order)
        heads = {"ins_e": "职工医保参保人数（人）", "ins_r": "居民医保参保人数（人）"}
        rows = [["地区", *(heads[name] for name in order), "基本医保参保人数（人）"]]
        at: list[list[int]] = []
        for child in (*place.children, None):
            row = added(self.seed, child or place, self.key.year)
            values = {"ins_r": row[1], "ins_e": row[2]}
            cells, numbers = [], []
            for name in (*order, "ins_a"):
                value = row[1] + row[2] if name == "ins_a" else values[name]
                cells.append(page.put(self._of(name, child), value, 0, 0, region=child.code if child else ""))
                numbers.append(page.last)
            page.sums.append(("insured_total parts_make_whole", numbers[2], [(numbers[0], 1), (numbers[1], 1)]))
            rows.append([child.name if child else "合计", *cells])
            at.append(numbers)
        for column in zip(*at, strict=True):
            page.sums.append(("parts_make_whole", column[-1], [(number, 1) for number in column[:-1]]))
        page.table(rows, f"{self.key.year}年末各地参保情况")

    def fund_table(self) -> None:
        """Funds of the divisions below, in 万元."""
        page, place = self.page, self.key.place
        if not place.children:
            return
        names = ("inc_r", "exp_r", "bal_r", "cum_r")
        rows = [["地区", "居民医保基金收入", "居民医保基金支出", "当年结余", "累计结余"]]
        at: list[list[int]] = []
        for child in (*place.children, None):
            row = added(self.seed, child or place, self.key.year)
            values = (row[3], row[4], row[3] - row[4], row[5])
            cells, numbers = [], []
            for name, value in zip(names, values, strict=True):
                cells.append(page.put(self._of(name, child), value, 4, 2, region=child.code if child else ""))
                numbers.append(page.last)
            page.sums.append(("fund_balance", numbers[2], [(numbers[0], 1), (numbers[1], -1)]))
            rows.append([child.name if child else "合计", *cells])
            at.append(numbers)
        for column in zip(*at, strict=True):
            page.sums.append(("parts_make_whole", column[-1], [(number, 1) for number in column[:-1]]))
        page.table(rows, f"{self.key.year}年各地居民医保基金收支情况（单位：万元）")

    def _of(self, name: str, child: Place | None) -> Spec:
        """The figure of a division below has a name of its own, so that it is none of the report's place."""
        spec = specs()[name]
        return spec._replace(name=f"{name}@{child.code}") if child else spec

    # -- scores -------------------------------------------------------------------------------------------------
    def scores(self, scored: list[tuple[dict[str, str], int, int]]) -> None:
        """The table of indicators with their scores, in one of the orders of its columns."""
        page, draw = self.page, self.draw
        middle = draw.choice((("目标值", "完成值", "分值", "得分"), ("分值", "目标值", "完成值", "得分"),
                              ("分值", "得分", "目标值", "完成值")))  # fmt: skip
        names = draw.choice((("年度指标值", "实际完成值"), ("目标值", "完成值"), ("指标值", "实际完成值")))
        shown = {"目标值": names[0], "完成值": names[1]}
        rows = [["一级指标", "二级指标", "三级指标", *(shown.get(word, word) for word in middle)]]
        full, own = [], []
        total = 0
        for row, weight, score in scored:
            cells = {"目标值": self._target(row["target"])}
            for word in middle:
                if word == "完成值":
                    cells[word] = page.fill(row["actual"])
                elif word == "分值":
                    cells[word] = page.put(FULL, weight * 10, 0, 0)
                    full.append(page.last)
                elif word == "得分":
                    cells[word] = page.put(OWN, score, 0, 1 if score % 10 else 0)
                    own.append(page.last)
            page.orders.append(("indicator_self_within_full", own[-1], full[-1]))
            total += score
            rows.append([row["first"], row["second"], row["name"], *(cells[word] for word in middle)])
        last = {"目标值": "", "完成值": ""}
        for word in middle:
            if word == "分值":
                last[word] = page.put(FULL, 1000, 0, 0)
                page.sums.append(("indicator_full_score_sum", page.last, [(number, 1) for number in full]))
            elif word == "得分":
                self_spec = specs()["self"]._replace(program=page.program)
                last[word] = page.put(self_spec, total, 0, 1 if total % 10 else 0)
                page.sums.append(("indicator_self_score_sum", page.last, [(number, 1) for number in own]))
        rows.append(["合计", "", "", *(last[word] for word in middle)])
        page.table(rows)

    def _scored(self, genre: str) -> list[tuple[dict[str, str], int, int]]:
        """Indicators with weight (points) and own score (tenths); sets the total score among the values."""
        found = []
        for row in _indicators(genre):
            weight = int(row["weight"])
            short = row["name"] == "预算执行率" and self.values[row["actual"][1:-1]] < 10**8
            lost = self.draw.choice((5, 10)) if short else 0
            found.append((row, weight, weight * 10 - lost))
        self.values["self"] = sum(score for *_, score in found)
        return found

    def _target(self, words: str) -> str:
        goal = self.values["ins_r"] * 99 // 100 // 10**4
        return words.replace("{goal_people}", f"{goal}万人").replace("{goal_subsidy}", f"{self.values['subsidy']}元")

    def judged(self, genre: str) -> None:
        """The score in words, then the table, with the same total."""
        scored = self._scored(genre)
        self.tell("self")
        self.scores(scored)

    # -- money --------------------------------------------------------------------------------------------------
    def fund(self, scheme: str, program: str, whole: int) -> None:
        """Money of a program by level, in whole 万元 where it comes from above; what was spent of it."""
        draw, values, page = self.draw, self.values, self.page
        own = random.Random(self.seed * 1_000_003 + int(self.key.place.code) * 100 + self.key.year + len(program))
        page.scheme, page.program = scheme, program
        values["got_c"] = whole * own.randint(52, 64) // 100 // 10**6 * 10**6
        values["got_p"] = whole * own.randint(14, 24) // 100 // 10**6 * 10**6
        values["got_m"] = whole * own.randint(4, 9) // 100 // 10**4 * 10**4
        values["got_k"] = whole * own.randint(5, 12) // 100
        values["got"] = sum(values[f"got_{level}"] for level in "cpmk")
        values["kept"] = values["got"] * own.randint(2, 9) // 100
        values["ready"] = values["got"] + values["kept"]
        draw.random()

    def execute(self, spent: int, base: str) -> None:
        self.values["spent"] = spent
        self.values["executed"] = percent(spent, self.values[base])
        self.page.base = base


def resident(report: Report) -> None:
    values = report.values
    report.fund("resident", "resident_subsidy", values["ins_r"] * values["subsidy"] * 100)
    paid = random.Random(values["ins_r"]).randint(960, 1000)
    report.execute(values["got"] * paid // 1000, "got")
    report.title("城乡居民基本医疗保险补助资金绩效自评报告")
    report.part("资金安排和使用")
    report.tell("resident.money", "resident.spent")
    report.fill(0.2)
    report.part("总体目标完成情况")
    report.tell("insured", "insured.change", "standards", "fund.r", "benefit.r")
    report.county_list()
    report.fund_table()
    report.fill(0.6)
    report.part("绩效指标完成情况")
    report.judged("resident")
    report.tell("satisfied")
    report.part("存在的问题和下一步打算")
    report.fill(1)


def assistance(report: Report) -> None:
    values = report.values
    report.fund("medical_assistance", "assistance_subsidy", values["aid_cost"] * 104 // 100)
    report.execute(values["aid_cost"], "ready")
    report.title("城乡医疗救助补助资金绩效自评报告")
    report.part("补助资金基本情况")
    report.tell("assistance.money", "assistance.spent")
    report.fill(0.3)
    report.part("绩效目标完成情况分析")
    report.tell("assistance.people", "assistance.rates")
    report.fill(0.6)
    report.part("指标评分")
    report.judged("assistance")
    report.part("偏离目标的原因和改进措施")
    report.fill(1)


def capacity(report: Report) -> None:
    values = report.values
    report.page.scheme, report.page.program = "none", "capacity_building"
    own = random.Random(report.seed * 1_000_003 + int(report.key.place.code) * 100 + report.key.year)
    scale = {"province": 30, "prefecture": 6}.get(report.key.place.level, 1)
    values["got_central"] = own.randint(40, 160) * 10**6 * scale
    values["kept_central"] = own.randint(10**5, 2 * 10**7) * scale
    values["ready_central"] = values["got_central"] + values["kept_central"]
    values["spent_central"] = values["ready_central"] * own.randint(8800, 9990) // 10000
    values["executed_central"] = percent(values["spent_central"], values["ready_central"])
    report.title("医疗服务与保障能力提升补助资金绩效自评报告")
    report.part("资金下达和执行")
    report.tell("capacity.money", "capacity.spent")
    report.fill(0.3)
    report.part("工作开展情况")
    report.tell("supervision", "capacity.service", "satisfied")
    report.fill(0.6)
    report.part("绩效自评结果")
    report.judged("capacity")
    report.part("问题与建议")
    report.fill(1)


def department(report: Report) -> None:
    _accounts_of(report)
    report.page.program = "department"
    report.title("医疗保障局部门整体支出绩效自评报告")
    report.part("部门概况")
    report.tell("department.staff")
    report.fill(0.2)
    report.part("部门整体支出情况")
    report.tell("department.money", "department.basic")
    accounts.budget_table(report.page, report.draw.choice(("元", "万元")))
    report.part("履职情况")
    report.tell("insured", "fund.r", "fund.e", "benefit.r", "benefit.e", "supervision")
    report.county_list()
    report.fill(0.7)
    report.part("绩效自评")
    report.judged("department")
    report.part("存在的主要问题和改进措施")
    report.fill(1)


def final_accounts(report: Report) -> None:
    _accounts_of(report)
    report.page.program = "department"
    report.title("医疗保障局部门决算")
    report.page.heading(0, "第一部分 部门概况")
    report.fill(0.15)
    report.page.heading(0, "第二部分 部门决算表")
    accounts.Forms(report.page, report.draw.choice(("元", "万元", "万元"))).write()
    report.page.heading(0, "第三部分 部门决算情况说明")
    for words, names in (
        ("收入支出决算总体情况", ("accounts.total",)), ("收入决算情况", ("accounts.income",)),
        ("支出决算情况", ("accounts.expense",)), ("基本支出决算情况", ("accounts.basic",)),
        ("“三公”经费支出决算情况", ("accounts.three",)), ("政府采购支出情况", ("accounts.purchases",)),
    ):  # fmt: skip
        report.part(words)
        report.tell(*names)
    report.part("其他工作情况")
    report.fill(1)


def bulletin(report: Report) -> None:
    report.title("医疗保险基金运行情况通报")
    report.part("参保情况")
    report.tell("insured", "insured.change")
    report.county_list()
    report.part("基金运行情况")
    report.tell("fund.a", "fund.e", "fund.r")
    report.fund_table()
    report.part("待遇保障和基金监管")
    report.tell("benefit.r", "benefit.e", "supervision")
    report.part("其他工作")
    report.fill(1)


def _accounts_of(report: Report) -> None:
    place = report.key.place
    scale = {"province": 9, "prefecture": 3}.get(place.level, 1)
    report.values |= accounts.amounts(report.seed, place.code, report.key.year, scale)
    report.values["quota"] = 30 * scale + int(place.code) % 23
    report.values["staff"] = report.values["quota"] - report.key.year % 7


GENRES: dict[str, Callable[[Report], None]] = {
    "resident": resident, "assistance": assistance, "capacity": capacity, "department": department,
    "final_accounts": final_accounts, "bulletin": bulletin,
}  # fmt: skip


def write(key: Key, seed: int, kilobytes: float, slip: Slip | None = None) -> Page:
    """The page of a report."""
    report = Report(key, seed, kilobytes, slip)
    GENRES[key.genre](report)
    return report.page
