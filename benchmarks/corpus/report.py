"""A report being written: its page, its hand, and the passages and lists that a genre asks for."""

from __future__ import annotations

import random

from benchmarks.corpus.figures import Spec, specs
from benchmarks.corpus.keys import Key
from benchmarks.corpus.layouts import LAYOUTS
from benchmarks.corpus.page import Page, Slip, Style
from benchmarks.corpus.vocabulary import columns_of_townships, fillers, passages
from benchmarks.corpus.world import Place, added, percent, truth

_NUMBERS = "一二三四五六七八九十"
_MOST_TOWNSHIP_TABLES = 4
_MUNICIPALITIES = ("11", "12", "31", "50")
_PREFECTURES = {"市": "市级", "州": "州级", "盟": "盟级"}


def level_words(place: Place) -> dict[str, str]:
    """What a place calls the levels that pay, by the last letter of got_c, got_p, got_m and got_k."""
    region = "自治区" if place.province[:2] in ("15", "45", "54", "64", "65") else "省级"
    if place.code[:2] in _MUNICIPALITIES:
        return {"c": "中央", "m": "市级", "k": "县级" if place.kind == "县" else "区级"}
    if place.level != "county":
        own = {"省": "市级", "区": "市级"}.get(place.kind, "") if place.level == "province" else ""
        return {"c": "中央", "p": region, "m": own or _PREFECTURES.get(place.kind, "地区级"), "k": "县级"}
    above = _PREFECTURES.get(place.prefecture[-1:], "地区级")
    below = {"区": "区级", "旗": "旗级", "市": "本级"}.get(place.kind, "县级")
    if not place.prefecture:
        return {"c": "中央", "p": region, "k": below}
    # A city at county level calls the one above it by its name, for both are 市.
    return {"c": "中央", "p": region, "m": place.prefecture if place.kind == "市" else above, "k": below}


class Report:
    """What a report says comes from its key and the seed alone."""

    def __init__(self, key: Key, seed: int, kilobytes: float, slip: Slip | None = None) -> None:
        self.key, self.seed = key, seed
        place, year = key.place, key.year
        self.draw = random.Random(seed * 1_000_003 + key.number)
        coarse = self.draw.random() < {"province": 0.9, "prefecture": 0.5}.get(place.level, 0.15)
        commas, paged = self.draw.random() < 0.1, self.draw.random() < 0.3
        encoding = "gb18030" if self.draw.random() < 0.05 else "utf-8"
        style = Style(coarse, commas, self.draw.choice(LAYOUTS), self.draw.randint(24, 40) if paged else 0, encoding)
        words = {
            "y": str(year),
            "y1": str(year - 1),
            "place": place.called,
            "all": f"全{place.kind}",
            "we": f"我{place.kind}",
            "office": f"{place.called}医疗保障局",
        }
        self.levels = level_words(place)
        self.values = truth(seed, place, year)
        self.page = Page(place.code, self.values, words, style, self.draw, slip)
        self.part_marks = self.draw.choice(("{}、", "{}、", "第{}部分 "))
        self.from_bytes, self.bytes = 0, kilobytes * 1000
        self._parts = self._tables = 0
        self._fillers = list(range(len(fillers())))
        self.draw.shuffle(self._fillers)

    def own_draw(self, salt: int) -> random.Random:
        """Chance of the place and the year: every report of them draws the same."""
        return random.Random(self.seed * 1_000_003 + int(self.key.place.code) * 100 + self.key.year + salt * 10**9)

    # -- words --------------------------------------------------------------------------------------------------
    def begin(self, words: str, of_file: float = 1.0) -> None:
        """A title; the report that begins has this share of the file's bytes."""
        place = self.key.place
        name = place.parents + place.name if place.level == "county" or self.draw.random() < 0.6 else place.name
        office = "医疗保障局" if words.startswith("部门") else ""
        self.page.heading(0, f"{name}{office}{self.key.year}年度{words}")
        if of_file == 1:
            self.opening()
        self._parts = 0
        self.from_bytes = self.page.size
        self.share = of_file

    def opening(self) -> None:
        """The number of the document and whom it is for."""
        draw, place, year = self.draw, self.key.place, self.key.year
        if draw.random() < 0.5:
            self.page.text(f"{place.name[0]}医保{draw.choice(('发', '函', '办'))}〔{year + 1}〕{draw.randint(1, 90)}号")

    def sign(self) -> None:
        """Who reports, and the day."""
        if self.draw.random() < 0.7:
            self.page.text(self.page.words["office"])
            self.page.text(f"{self.key.year + 1}年{self.draw.randint(1, 6)}月{self.draw.randint(1, 28)}日")

    def part(self, words: str) -> None:
        self.page.heading(1, self.part_marks.format(_NUMBERS[self._parts]) + words)
        self._parts += 1

    def tell(self, *names: str) -> None:
        """A passage each, in one of its hands."""
        for name in names:
            template = self.draw.choice(passages("hands")[name])
            if "{levels" in template:
                mark = "，" if "{levels，}" in template else "、"
                money = mark.join(f"{word}财政{{got_{level}}}" for level, word in self._levels())
                template = template.replace("{levels，}", money).replace("{levels}", money)
            self.page.paragraph(template)

    def _levels(self) -> list[tuple[str, str]]:
        return [
            (level, word.removesuffix("市") + "市" if word.endswith("市") else word)
            for level, word in self.levels.items()
        ]

    def fill(self, share: float) -> None:
        """Work done and tables of townships, until the report has this share of its size."""
        draw, page = self.draw, self.page
        end = self.from_bytes + self.bytes * self.share * share
        while page.size < end:
            page.text(self._narrative())
            if self._fillers:
                words, ranges = fillers()[self._fillers.pop()]
                page.text(words % tuple([low + int(draw.random() * (high - low + 1)) for low, high in ranges]))
            if draw.random() < 0.04 and self._tables < _MOST_TOWNSHIP_TABLES:
                self._townships()

    def _narrative(self) -> str:
        """Three sentences without figures."""
        choice, lists = self.draw.choice, passages("narrative")
        openings, actions, results = lists["opening"], lists["action"], lists["result"]
        return "".join([f"{choice(openings)}，{choice(actions)}，{choice(results)}。" for _ in "123"])

    def _townships(self) -> None:
        """A table of numbers that are no facts."""
        draw = self.draw
        self._tables += 1
        columns = draw.sample(columns_of_townships(), draw.randint(4, 8))
        names = draw.sample(passages("townships")[""][0].split(), draw.randint(10, 26))
        chance = draw.random
        rows = [["乡镇", *(head for head, *_ in columns)]]
        rows += [[f"{name}镇", *[str(low + int(chance() * many)) for _, low, many in columns]] for name in names]
        self.page.table(rows, "各乡镇工作台账如下：")

    # -- lists --------------------------------------------------------------------------------------------------
    def county_list(self) -> None:
        """Insured persons of each division below, with the total that they make."""
        first = ["ins_e", "ins_r"]
        self.draw.shuffle(first)
        heads = {"ins_e": "职工医保参保人数", "ins_r": "居民医保参保人数", "ins_a": "基本医保参保人数"}
        self._of_divisions(
            f"{self.key.year}年末各地参保情况", [*first, "ins_a"], heads, "人", 0, ("ins_a", "ins_r", "ins_e", 1)
        )

    def fund_list(self) -> None:
        """The residents' funds of each division below, in 万元."""
        heads = {"inc_r": "居民医保基金收入", "exp_r": "居民医保基金支出", "bal_r": "当年结余", "cum_r": "累计结余"}
        caption = f"{self.key.year}年各地居民医保基金收支情况"
        self._of_divisions(caption, list(heads), heads, "万元", 4, ("bal_r", "inc_r", "exp_r", -1))

    def _of_divisions(
        self, caption: str, names: list[str], heads: dict[str, str], unit: str, exponent: int,
        identity: tuple[str, str, str, int],
    ) -> None:  # fmt: skip
        page, place = self.page, self.key.place
        if not place.children:
            return
        in_heads = self.draw.random() < 0.5
        rows = [["地区", *(f"{heads[name]}（{unit}）" if in_heads else heads[name] for name in names)]]
        at: list[dict[str, int]] = []
        for child in (*place.children, None):
            values = _added(self.seed, child or place, self.key.year)
            numbers, cells = {}, []
            for name in names:
                spec = _of(name, child)
                cells.append(
                    page.put(spec, values[name], exponent, 2 if exponent else 0, region=child.code if child else "")
                )
                numbers[name] = page.last
            result, one, two, weight = identity
            page.sums.append(
                ("insured_total fund_balance", numbers[result], [(numbers[one], 1), (numbers[two], weight)])
            )
            rows.append([child.name if child else "合计", *cells])
            at.append(numbers)
        for name in names:
            column = [numbers[name] for numbers in at]
            page.sums.append(("parts_make_whole", column[-1], [(number, 1) for number in column[:-1]]))
        page.table(rows, caption if in_heads else f"{caption}（单位：{unit}）")

    def two_years(self) -> None:
        """Figures of this year beside those of the last, a column each."""
        page, draw = self.page, self.draw
        year = self.key.year
        scheme, words = draw.choice((("r", "居民医保"), ("e", "职工医保")))
        lines = [(f"{words}基金收入", f"inc_{scheme}"), (f"{words}基金支出", f"exp_{scheme}"),
                 (f"{words}基金累计结余", f"cum_{scheme}")]  # fmt: skip
        later_first = draw.random() < 0.3
        ends = ("", "_l") if later_first else ("_l", "")
        rows = [["项目", *(f"{year - len(end) // 2}年" for end in ends)]]
        for label, name in lines:
            cells = [page.put(specs()[name + end], self.values[name + end], 4, 2) for end in ends]
            rows.append([label, *cells])
        page.table(rows, "近两年基金运行情况对比（单位：万元）")


def _of(name: str, child: Place | None) -> Spec:
    """The figure of a division below has a name of its own, so that it is none of the report's place."""
    spec = specs()[name]
    return spec._replace(name=f"{name}@{child.code}") if child else spec


def _added(seed: int, place: Place, year: int) -> dict[str, int]:
    _, residents, employees, income, expense, cumulative, *_ = added(seed, place, year)
    return {"ins_r": residents, "ins_e": employees, "ins_a": residents + employees, "inc_r": income, "exp_r": expense,
            "bal_r": income - expense, "cum_r": cumulative}  # fmt: skip


def execute(report: Report, spent: int, base: str, end: str = "") -> None:
    """Money spent of what the program had, and the rate that it makes."""
    values = report.values
    values[f"spent{end}"] = spent
    values[f"executed{end}"] = percent(spent, values[base])
    report.page.bases[-1] = base
