"""The words of relations, compiled from the lexicon, and what they make of a number: a level, a budget, a change."""

from __future__ import annotations

import re
from functools import cache

from ingest.lexicon import Lexicon
from ingest.resolve.relations.comparisons.passages import DIGITS, NUMBER, PERCENT, WORDS, Passage, unmarked

_YEAR = r"19\d\d年(?:\d{1,2}月)?|20\d\d年(?:\d{1,2}月)?"  # each alternative with a character that `re` can skip to
_LEAD = re.compile(r"^(?:截至|截止|到|至)?(?:(?:19|20)\d\d年度?(?:\d{1,2}月)?|本年度?|全年|当年|年度|年末|末|底)+")
_QUOTES = re.compile(r"[“”\"'‘’]")
_PAIR = re.compile(r"收入?[、和及与]?支出?|收入|支出")
_AFTER_VERB = "(?:了|额|数|幅度)?"
_AFTER_NOUN = "(?:为|达|达到|是|:)?"
_FROM = re.compile(r"[从由].*$")
_PLACE = re.compile(r"(?:.*(?:局|中心|部门|单位|省|市|县|区|州|旗)(?:\(单位\))?)?(?:(?:19|20)\d\d年度?)?")
_FULL_NAME = 4  # characters from which a name says all of what it means
MAX_SUBJECT = 40
_MAX_LIST = 800  # characters that 其中 reaches
_CARRIED = re.compile(r"(?:结转|结余)[^，。]{0,8}$")


class Wording:
    """Patterns over the compact text of a passage."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._rows = lexicon.rows("relation_words")
        one = self.one
        any_budget = f"(?:{one('budget')}|{one('target')})"
        self.period = f"(?:{one('base')}|{_YEAR})(?:{one('base_tail')})*"
        self.years = re.compile(r"(?:19|20)\d\d(?=年)")
        base = f"(?P<base{{n}}>{any_budget}(?:{one('base_tail')})*|{self.period})"
        base = rf"(?:(?![较比与]){WORDS}){{0,4}}?{base}的?(?P<prev{{n}}>{NUMBER})?"
        self.intro = re.compile(
            rf"(?:{one('compare')}){base.replace('{n}', '1')}(?:{one('compared')})?"
            rf"|(?:{one('compare_with')}){base.replace('{n}', '2')}(?P<thing>{WORDS}{{0,20}}?)(?:{one('compared')})"
            rf"|(?P<bare>{one('bare_base')})"
        )
        # …，上年决算数B万元，减少D万元: the base stands there as a number, no word compares.
        self.beside = re.compile(rf"(?P<base>{self.period})(?:{one('is')})?(?P<prev>{NUMBER})[，,]")
        verb = f"(?:(?P<up>{one('up')})|(?P<down>{one('down')})){_AFTER_VERB}"
        noun = f"(?:(?P<upn>{one('up_noun')})|(?P<downn>{one('down_noun')})|{one('signed_noun')}){_AFTER_NOUN}"
        signed = rf"(?P<minus>-)?(?P<n>{NUMBER})"
        thin = f"(?:{one('each')}|{one('neutral')})*"
        self.first = re.compile(rf"[，,]?(?P<fill>{WORDS}{{0,30}}?)(?:{verb}|{noun}){signed}")
        self.signed = re.compile(rf"(?:为|:)?(?P<plus>\+)?{signed}")
        self.next = re.compile(rf"[，,、(]?(?:和|及)?(?P<fill>{thin})(?:{verb}|{noun}){signed}")
        # 与上年相比，甲增加D人（增长g%），乙减少E人（下降h%）: the same base, another thing.
        self.another = re.compile(rf"\)?[，,、；;](?P<fill>{WORDS}{{2,30}}?)(?:{verb}){signed}")
        self.more = re.compile(rf"(?:[，,、]|和|及)(?P<n>{NUMBER})(?=[，,、。；;)和及]|$)")
        self.bare_rate = re.compile(rf"[，,、(]?(?P<n>{PERCENT})(?=[，,。；;)]|$)")
        self.pair = re.compile(f"[，,(](?<={NUMBER}.)(?={verb}{NUMBER})")
        self.reach = re.compile(rf"[，,]?(?:{one('reach')})(?:{self.period}的?)?(?P<n>{NUMBER})")
        self.from_to = re.compile(
            rf"[从由]{WORDS}{{0,20}}?(?P<prev>{NUMBER})(?:{one('reach')})(?:{self.period}的?)?(?P<cur>{NUMBER})"
        )
        self.thin = re.compile(f"^(?:{one('neutral')})+|(?:{one('each')}|{one('neutral')})+$")
        self.sharing = re.compile(f"(?:{one('each')})(?:{one('neutral')})*$")
        self.moved = re.compile(f"(?:{one('up')}|{one('down')}|{one('up_noun')}|{one('down_noun')})")
        # What a comparison needs: a text without any of them makes none.
        moving = ("up", "down", "up_noun", "down_noun", "signed_noun", "bare_base")
        self.moving = re.compile("|".join(map(one, moving)))
        self.fulfil = re.compile(
            rf"(?:(?:{one('fulfil')}){WORDS}{{0,4}}?(?P<of1>{any_budget})(?:{one('budget_tail')})*(?P<budget1>{NUMBER})?的?"
            rf"|(?:{one('fulfil_of')})(?P<of2>{any_budget})(?:{one('budget_tail')})*(?P<budget2>{NUMBER})?的)"
            rf"(?P<rate>{PERCENT})"
        )
        self.completed = re.compile(rf"(?:{one('completion_noun')})(?:为|达|达到|是|:)?(?P<rate>{PERCENT})")
        self.achieved = re.compile(rf"[，,](?P<label>{WORDS}*(?:{one('actual')}){WORDS}{{0,4}})(?P<n>{NUMBER})")
        self.spends = re.compile(one("actual"))
        self.generic = re.compile(f"(?:{one('generic')})$")
        self.share = re.compile(
            rf"(?:(?:{one('share_noun')})(?:为|达)?"
            rf"|(?:{one('share')})(?P<of>{WORDS}{{0,30}}?)(?:的(?:{one('share_tail')})?(?:为|达)?)?)(?P<rate>{PERCENT})"
        )
        self.of_which = re.compile(one("of_which"))
        self.sum = re.compile(f"(?:{one('sum')})(?:{one('is')})?$")
        self.made_of = re.compile(rf"[，,](?:{one('made_of')})(?={NUMBER}的)")
        self.spent_on = re.compile(f"(?P<whole>{WORDS}{{4,40}}?)(?:{one('spent_on')})[:：]")
        kind, buying = one("procurement"), "(?:类)?(?:采购)?"
        self.split = re.compile(
            rf"(?P<kind>{kind}){buying}(?P<part>授予{WORDS}{{2,16}}?)(?:{one('share')})(?:政府采购)?(?P<of>{kind}){buying}"
            rf"支出(?:{one('amount')})?的?(?:{one('share_tail')})?(?:为|达)?(?P<rate>{PERCENT})"
        )
        self.procured = re.compile(f"^(?:政府采购|采购)?({kind}){buying}支出(?:{one('amount')})?$")
        self.budget_word = re.compile(f"(?:{one('budget')}|{one('target')})")
        self._budget = re.compile(f"(?:{one('budget')}|{one('target')})(?:{one('budget_tail')})*$")
        self._move = re.compile(
            f"(?:(?:{one('up')}|{one('down')}){_AFTER_VERB}"
            f"|(?:{one('up_noun')}|{one('down_noun')}|{one('signed_noun')}){_AFTER_NOUN})$"
        )
        self._prior = re.compile(f"(?:{one('base')})(?!.*(?:结转|结余))")
        self._beside = re.compile(f"(?:{self.period})(?:{one('is')})?")
        self._is = re.compile(f"(?:{one('is')})+$")
        self._amount = re.compile(f"(?:{one('amount')})$")

    def one(self, role: str) -> str:
        """Alternation of all words of a role, the longest first, each with what must not stand before it."""
        rows = sorted((r for r in self._rows if r["role"] == role), key=lambda row: -len(row["phrase"]))
        return "|".join(_guarded(row) for row in rows)

    def role(self, passage: Passage, at: int) -> str:
        """What a number is, asked of its words once."""
        if at not in passage.roles:
            passage.roles[at] = self._role(passage, at)
        return passage.roles[at]

    def _role(self, passage: Passage, at: int) -> str:
        """What a number is by the words before it: move, budget, prior (aside where it is nothing else), or level."""
        start, end = passage.label_span(at)
        words = passage.text[start:end]
        if self._move.search(words):
            return "move"
        if self._budget.search(words):
            return "budget"
        if self._beside.fullmatch(words) and self._prior.search(words):
            return "aside"
        return "prior" if self._prior.search(words) and not _CARRIED.search(words) else "level"

    def is_member(self, passage: Passage, at: int) -> bool:
        """Whether it stands in an of-which list: after 其中 in its part of the sentence."""
        start = max(passage.sentence(at)[0], at - _MAX_LIST)
        return bool(self.of_which.search(passage.text, max(start, passage.text.rfind("；", start, at) + 1), at))

    def name(self, words: str) -> str:
        """A label without years, quotes and the verb at its end: what two labels are compared by."""
        return self._is.sub("", _LEAD.sub("", self.of_which.sub("", _QUOTES.sub("", words)))).strip("、的")

    def bare_label(self, passage: Passage, at: int) -> str:
        """The bare name in the printed label of a number."""
        if at not in passage.names:
            passage.names[at] = self.bare_name(passage.label(at))
        return passage.names[at]

    def bare_name(self, words: str) -> str:
        """A name without 总额, 金额 at its end."""
        return self._amount.sub("", self.name(words))

    def same(self, named: str, label: str) -> bool:
        """Whether two labels name one thing: 收入 is short for 基金收入, 基金收入 is not short for 职工医保基金收入."""
        one, other = self.name(named), self.name(label)
        if len(one) < _FULL_NAME:
            return len(one) >= 2 and other.endswith(one)
        shorter, longer = sorted((one, other), key=len)
        return len(shorter) >= _FULL_NAME and longer.endswith(shorter) and is_place(longer[: -len(shorter)])

    def same_of_all(self, named: str, label: str) -> bool:
        """The same where more than one number is meant: 收支总计 names 收入总计 and 支出总计."""
        one, other = self.name(named), self.name(label)
        if "支" in one and "收" in one:
            one, other = _PAIR.sub("收支", one), _PAIR.sub("收支", other)
            if one == "收支" and one in other:
                return True
        return len(one) >= 2 and (other.endswith(one) or (len(other) >= _FULL_NAME and one.endswith(other)))

    def subject(self, passage: Passage, at: int) -> str:
        """The printed label of a number; where it says nothing (支出决算), the heading sentence before it."""
        start = max(0, at - 2 * MAX_SUBJECT)
        risen = next((m for m in self.from_to.finditer(passage.text, start, at + 1) if m.end() == at + 1), None)
        label = passage.label(risen.start("prev") if risen else at)
        words = _FROM.sub("", self._leading(self._is.sub("", label)))
        if not self.generic.sub("", _LEAD.sub("", words)):
            before = passage.sentence_before(passage.sentence(at)[0])
            head = unmarked(passage.text[slice(*before)].rstrip("。")) if before else ""
            words = f"{head}：{words}" if head and not re.search(f"[{DIGITS}，；]", head) else words
        if len(words) > MAX_SUBJECT and "(类)" in words:
            words = words[words.index("(类)") + 3 :]  # the longest labels are accounts: their last levels tell them
        return words[-MAX_SUBJECT:]

    def _leading(self, words: str) -> str:
        """Without 其中 at its beginning."""
        match = self.of_which.match(words)
        return words[match.end() :] if match else words


def is_place(words: str) -> bool:
    """Whether words before a name only say whose it is: nothing, a place or an office."""
    return bool(_PLACE.fullmatch(words))


def _guarded(row: dict[str, str]) -> str:
    guards = "".join(f"(?<!{guard})" for guard in row["not_after"].split("|") if guard)
    return guards + re.escape(row["phrase"])


@cache
def wording(lexicon: Lexicon) -> Wording:
    """The wording of a lexicon, compiled once."""
    return Wording(lexicon)
