"""Names of GB/T 2260 divisions in a text, resolved to codes by what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick_rs

from ingest.find.phrases import Hit
from ingest.lexicon import Lexicon

_PEOPLES = (
    "土家族|布依族|朝鲜族|哈尼族|景颇族|傈僳族|蒙古族|维吾尔|哈萨克|柯尔克孜|塔吉克|裕固族|保安族|东乡族|撒拉族|拉祜族|布朗族|仡佬族|仫佬族"
    "|毛南族|达斡尔族|鄂温克族|鄂伦春|纳西族|普米族|独龙族|各族|藏族|羌族|彝族|苗族|侗族|回族|蒙古|傣族|白族|壮族|瑶族|黎族|满族|畲族|土族|怒族|佤族|水族|锡伯"
)
_AUTONOMOUS = re.compile(rf"(?:{_PEOPLES})+自治(州|县|旗)$")
_LONG_AUTONOMOUS = re.compile(r"(?:壮族|回族|维吾尔)?自治区$")
_SUFFIX = re.compile(r"(?:特别行政区|自治区|地区|林区|新区|省|市|县|区|盟|旗)$")
_NAMELESS = ("城区", "郊区", "矿区", "市辖区")
# A zone, or an office of the field, right behind a short name: 绵阳高新技术产业开发区, 兰州医保中心.
_BEHIND_SHORT = re.compile(
    r"(?:国家级?)?(?:[一-鿿]{0,8}?(?:开发区|高新区|经开区|工业园区|产业园区|示范区|保税区|新区|度假区|管理区|合作区|试验区)"
    r"|医疗保障|医保)"
)
_BY_LEVEL = ("prefecture", "county", "province")


@dataclass(frozen=True, slots=True)
class Region:
    """A division of GB/T 2260: six-digit code, name and level, with the codes of the divisions it belongs to."""

    code: str
    name: str
    level: str
    parent: str
    province: str
    prefecture: str


class Mention(NamedTuple):
    """A division named in the text: span and the codes that bear the name."""

    start: int
    end: int
    codes: tuple[str, ...]


class RegionIndex:
    """All divisions by code and by name; short forms such as 凉山州 and 内蒙古 are names too."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.by_code = {
            row["region_code"]: Region(
                row["region_code"],
                row["name"],
                row["level"],
                row["parent_code"],
                row["province_code"],
                row["prefecture_code"],
            )
            for row in lexicon.codes("regions")
        }
        given = {row["phrase"]: row["region_code"] for row in lexicon.rows("region_names")}
        self._words = frozenset(phrase for phrase, code in given.items() if not code)
        names: dict[str, list[str]] = defaultdict(list)
        self._children: dict[str, list[Region]] = defaultdict(list)
        for region in self.by_code.values():
            if region.level == "nation":
                continue
            self._children[region.parent].append(region)
            for name in {region.name, _alias(region)}:
                if len(name) >= 2 and name not in _NAMELESS:
                    names[name].append(region.code)
        for name, code in [*_former(lexicon, self.by_code), *given.items()]:
            if code and name not in _NAMELESS and code not in names[name]:
                names[name].append(code)
        short: dict[str, list[str]] = defaultdict(list)
        for region in self.by_code.values():
            name = _short(region)
            if len(name) >= 2 and name not in self._words and name not in names:
                short[name].append(region.code)
        self._inner: dict[str, dict[str, str]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._full = _Names(names)
        self._short = _Names(short)

    def mentions(self, text: str) -> list[Mention]:
        """Full names in the text, leftmost longest."""
        return self._full.find(text)

    def whole_words(self, hits: list[Hit], text: str) -> list[Hit]:
        """Hits that do not end inside a name: 省上 in 江西省上饶市 is no word."""
        named = self.mentions(text) if hits else []
        starts = [mention.start for mention in named]

        def is_cut(hit: Hit) -> bool:
            inside = named[bisect_right(starts, hit.start) : bisect_left(starts, hit.end)]
            return bool(inside) and inside[-1].end > hit.end

        return [hit for hit in hits if not is_cut(hit)]

    def descends(self, code: str, ancestor: str) -> bool:
        """Whether `code` lies inside `ancestor` (or is it)."""
        region = self.by_code.get(code)
        while region is not None:
            if region.code == ancestor:
                return True
            region = self.by_code.get(region.parent)
        return False

    def resolve(self, phrase: str, surroundings: str = "") -> str:
        """Code of the smallest division that a title or an issuer's name speaks of, or '' if none is sure."""
        current = ""
        for mention in self.mentions(phrase):
            inside = [code for code in mention.codes if current and self.descends(code, current)]
            if len(inside) > 1:  # 哈密市 was a county-level city and is a prefecture
                inside = [code for code in inside if self.by_code[code].name == phrase[mention.start : mention.end]]
            if inside:
                current = inside[0] if len(inside) == 1 else current
            elif not current:
                current = self._only(mention.codes, surroundings)
            current = self._nameless(phrase, mention.end, current)
        behind = self._by_short_name(phrase)
        return behind if behind and (not current or self.descends(behind, current)) else current

    def _nameless(self, phrase: str, at: int, city: str) -> str:
        """汕尾市城区: a division whose name says nothing but behind its city's, which is `city`."""
        for region in self._children.get(city, ()):
            if region.name in _NAMELESS and phrase.startswith(region.name, at):
                return region.code
        return city

    def _by_short_name(self, phrase: str) -> str:
        """The city of a zone named after it, or of an office: what GB/T 2260 does not list falls to the city."""
        for mention in reversed(self._short.find(phrase)):
            if _BEHIND_SHORT.match(phrase, mention.end):
                for level in _BY_LEVEL:
                    codes = [code for code in mention.codes if self.by_code[code].level == level]
                    if codes:
                        return codes[0] if len(codes) == 1 else ""
        return ""

    def _only(self, codes: tuple[str, ...], surroundings: str) -> str:
        if len(codes) == 1:
            return codes[0]
        upper = [code for code in codes if self.by_code[code].level != "county"]
        if len(upper) == 1:
            return upper[0]
        near = {
            m.codes[0] for m in (*self.mentions(surroundings), *self._short.find(surroundings)) if len(m.codes) == 1
        }
        kin = [code for code in codes if {self.by_code[code].prefecture, self.by_code[code].province} & near]
        kin = [code for code in kin if self.by_code[code].prefecture in near] or kin
        return kin[0] if len(kin) == 1 else ""

    def inner_names(self, code: str) -> dict[str, str]:
        """Name, with and without its suffix, to code, of the divisions directly and next below `code`."""
        if code not in self._inner:
            self._inner[code] = self._inner_names(code)
        return self._inner[code]

    def _inner_names(self, code: str) -> dict[str, str]:
        found: dict[str, str] = {}
        below = list(self._children.get(code, ()))
        if len(code) == 6 and code.endswith("0000"):
            below += [child for region in list(below) for child in self._children.get(region.code, ())]
        own = _short(self.by_code[code]) if code in self.by_code else ""  # 抚顺 is 抚顺市, not the 抚顺县 in it
        for region in reversed(below):
            for name in (region.name, _alias(region), _short(region)):
                is_row = name == region.name and region.parent == code  # 东区 as a row of 攀枝花's list
                if len(name) >= 2 and (name not in self._words or is_row) and name != own:
                    found[name] = region.code
        return found

    def inner_pattern(self, code: str) -> re.Pattern[str]:
        """The names of `inner_names` that are no common words, the longest first."""
        if code not in self._patterns:
            own = _short(self.by_code[code]) if code in self.by_code else ""
            names = sorted((n for n in self.inner_names(code) if n not in self._words), key=len, reverse=True)
            # 防城港 is the city itself, not 防城区 in it.
            words = (
                re.escape(name) + (f"(?!{re.escape(own[len(name) :])})" if own.startswith(name) else "")
                for name in names
            )
            self._patterns[code] = re.compile("|".join(words) or r"(?!)")
        return self._patterns[code]

    def outer_names(self, code: str) -> dict[str, str]:
        """Name, with and without its suffix, to code, of the prefecture and province around `code`."""
        found: dict[str, str] = {}
        region = self.by_code.get(self.by_code[code].parent)
        while region is not None and region.level != "nation":
            for name in (region.name, _alias(region), _SUFFIX.sub("", region.name)):
                found[name] = region.code
            region = self.by_code.get(region.parent)
        return found


class _Names:
    """Names with the codes that bear them, found leftmost longest."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        phrases = sorted(names)
        self._codes = [tuple(names[phrase]) for phrase in phrases]
        self._automaton = ahocorasick_rs.AhoCorasick(phrases, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[Mention]:
        return [Mention(s, e, self._codes[i]) for i, s, e in self._automaton.find_matches_as_indexes(text)]


def _former(lexicon: Lexicon, current: dict[str, Region]) -> list[tuple[str, str]]:
    """Names that divisions had before they were renamed, with today's code, or the city's where they were merged."""
    found = []
    for row in lexicon.codes("retired_regions"):
        code, city = row["successor_code"], row["region_code"][:4] + "00"
        name = current[code].name if code in current else ""
        if name != row["name"] and (code in current or city in current):
            found.append((row["name"], code if code in current else city))
    return found


def _short(region: Region) -> str:
    """A name without its suffix: 绵阳, 墨江."""
    short = _AUTONOMOUS.sub("", region.name)
    return _SUFFIX.sub("", short) if short == region.name else short


def _alias(region: Region) -> str:
    match = _AUTONOMOUS.search(region.name)
    if match:
        return region.name[: match.start()] + match[1]
    return _LONG_AUTONOMOUS.sub("", region.name)
