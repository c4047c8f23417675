"""Groups without a score of their own that a line opens with: 1.项目立项。…, 从绩效目标看，…, 二级指标“产出数量”：…"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.resolve.facts import Facts
from ingest.resolve.indicators.entries import DECLARED, Entry
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.tables.grid import plain

_OPENING = re.compile(
    r"[\s“\"「*—-]*(?:(?:其中|具体如下|具体为|(?:第?[一二三四五六七八九十](?:是|、))|首先|其次|再次|最后)[,，、:]?)?(?:从|在|就|对)?[“\"「*]*"
    r"(?:(?P<level>[一二三])级(?:绩效)?指标[\s:：]*[“\"「*]*)?(?P<name>[一-鿿]{2,14}?)"
    r"(?:完成|得分)?(?:类|情况|分析|方面|层面|维度|角度|环节|类?指标(?=方面|层面|来看|看))*(?:来看|来说|看|上|中|下|而言)?"
    r"[”\"」*]*(?:\([^()\d]{1,8}\))?\s*(?:(?P<stop>[。:：,，;；])[*\s]*|(?P<lists>(?=(?:包括|包含|下设|设有|共有|分为)\D)))"
)
_LISTS = re.compile(
    r"(?:包括|包含|下设|设有|设置|共有?|分为)[^。]{0,80}(?:指标|$)|从[^。]{2,60}(?:评价|考核|考察|分析|评分)"
)
_BEHIND = re.compile(r"(?:的?(?:完成|得分)?(?:情况)?(?:分析|说明)|(?:完成|得分)情况)$")
_SENTENCE = re.compile(r"(?s:.*)[。;；](?=.)")
_INDICATOR = re.compile(r"(?:[率性度数量额次]|比例|比重|标准|水平)$")


_VALUE = re.compile(r"\d\s*[%％万亿元人次家个件月天分]{1,3}$")  # what was reached is no name: 结算率93.1%


class Opening(NamedTuple):
    """Where the name stands, where the words go on, and what tells that a group it is."""

    start: int
    end: int
    after: int
    level: int | None  # that 二级指标 or the lexicon's words give it
    stop: str


def opening_at(facts: Facts, tree: Tree, start: int, end: int) -> Opening | None:
    """The name that words begin with, where a stop or a list of its parts follows it."""
    match = _OPENING.match(facts.view.prose, start, end)
    if match is None:
        return None
    level = tree.word_level(plain(match["name"]))
    if match["level"]:
        level = "一二三".index(match["level"]) + 1
    return Opening(*match.span("name"), match.end(), level, match["stop"] or "")


def open_group(facts: Facts, tree: Tree, entry: Entry, start: int, name: int) -> bool:
    """Add the second-level group that the words before a scored name open with, unless it is open already.

    A name that no word knows is one only behind a mark, as a sentence or with a colon.
    """
    found = opening_at(facts, tree, start, name)
    if found is None or found.level not in (None, 2) or not any(node.level == 1 for node in tree.nodes):
        return False
    if found.level is None and not _is_group(facts, tree, entry, found, name):
        return False
    _enter(facts, tree, entry, found)
    return True


def open_within(facts: Facts, tree: Tree, entry: Entry, start: int, name: int) -> bool:
    """The same for the sentence of a further name of a line; its group has to be a known one."""
    prose = facts.view.prose
    said = _SENTENCE.match(prose, start, name)
    found = opening_at(facts, tree, said.end() if said else start, name)
    if found is None or found.level != 2 or not any(node.level == 1 for node in tree.nodes):
        return False
    _enter(facts, tree, entry, found)
    return True


def open_unscored(facts: Facts, tree: Tree, entry: Entry) -> bool:
    """二级指标“产出数量”，下设1个三级指标。 or **资金管理**: a line without scores names the group of those below."""
    prose = facts.view.prose
    stop = entry.start + len(prose[entry.start : entry.end].rstrip())
    found = opening_at(facts, tree, entry.body, stop) or _bare(facts, tree, entry.body, stop)
    if found is None or found.level != 2 or not any(node.level == 1 for node in tree.nodes):
        return False
    is_whole = found.after >= stop
    if not is_whole and (entry.style == "plain" or not _LISTS.search(prose, found.after, stop)):
        return False
    _enter(facts, tree, entry, found)
    return True


def sentence_name(facts: Facts, tree: Tree, entry: Entry, start: int, end: int) -> tuple[int, int] | None:
    """立项依据充分性：符合法规，依据充分，分值3分。: the clause before the note is no name, the first words are."""
    note = entry.notes[0]
    prose = facts.view.prose
    if len(entry.notes) > 1 or not re.search(r"[,，。]", prose[end : note.start]):
        return None
    found = opening_at(facts, tree, entry.body, start)
    if found is None or found.stop not in ("。", ":") or (entry.style == "plain" and found.level is None):
        return None
    words = prose[start:end].rstrip()
    return None if _INDICATOR.search(words) and not _VALUE.search(words) else (found.start, found.end)


def _bare(facts: Facts, tree: Tree, start: int, stop: int) -> Opening | None:
    """A line that is the name alone."""
    prose = facts.view.prose
    while start < stop and prose[start] in " *“":
        start += 1
    end = stop
    while end > start and prose[end - 1] in " *”":
        end -= 1
    behind = _BEHIND.search(prose, start, end)
    end = behind.start() if behind else end
    declared = DECLARED.match(prose, start, end)
    start = declared.end() if declared else start
    level = tree.word_level(plain(prose[start:end]))
    return Opening(start, end, stop, "一二三".index(declared["level"]) + 1 if declared else level, "")


def _is_group(facts: Facts, tree: Tree, entry: Entry, found: Opening, name: int) -> bool:
    """1.基金运行。基金可支付月数分值6分: a short unknown name that a mark and a stop set apart from what it groups."""
    prose = facts.view.prose
    bare = plain(prose[found.start : found.end])
    between = prose[found.after : name].strip(' “"*①1.()（）')
    if entry.style == "plain" or found.stop not in ("。", ":") or len(bare) > 8 or between or _INDICATOR.search(bare):
        return False
    return (
        re.match(rf"{bare}(?:指标)?(?![一-鿿])", prose[name : name + 20]) is None and tree.place(entry.style, bare) == 2
    )


def _enter(facts: Facts, tree: Tree, entry: Entry, found: Opening) -> None:
    words = facts.view.prose[found.start : found.end]
    style = "group" if entry.style == "plain" else entry.style
    level = 2 if found.level is None else tree.place(style, plain(words))
    open_ = tree.open_above(level + 1)
    is_open = open_ is not None and plain(open_.name) == plain(words) and open_.level >= level - 1
    if not is_open:  # said again below its heading, or line by line
        tree.add(Node(level, facts.label(found.start, found.end), found.start, found.end, style=style))
