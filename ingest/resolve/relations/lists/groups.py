"""Closed groups: labels that are together all there is (人员 and 公用), and the words that stand around them."""

from __future__ import annotations

import re

import ahocorasick_rs

from ingest.find.view import fold
from ingest.lexicon import Lexicon

_DATE = re.compile(r"(?:19|20)\d{2}年?度?")
_EDGE = re.compile(r"^[、，,:\s“”]+|[、，,:\s“”]+$")
_COUNTED = re.compile(r"[两二三四五]|[2-5]")
_TIMES = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_OF_A_PLACE = ("省财政", "市财政", "州财政", "县财政", "区财政", "旗财政")
_PLACE = re.compile(r"[一-鿿]{2,8}[省市州县区旗]")  # 长春市财政
_NAMES_OF_LEVELS = re.compile(
    r"中央|省级|省财政|(?<=[和、])省|自治区|市级|市财政|(?<=[和、])市(?=[县级两])|州级|盟级|县级|县财政|区级|旗级"
)


class Words:
    """The words of lists, by role."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._by_role: dict[str, list[str]] = {}
        for row in lexicon.rows("list_words"):
            self._by_role.setdefault(row["role"], []).append(fold(row["phrase"]))
        self._places = [row["name"] for row in lexicon.codes("regions")]

    def begins(self, *roles: str) -> str:
        """The beginning of words with a word of these roles, which is none of a place's name (无 in 无锡市)."""
        words = tuple(word for role in roles for word in self._by_role.get(role, []))
        places = "|".join(re.escape(name) for name in self._places if name.startswith(words))
        return rf"^(?!{places}){self.any(*roles)}" if places else rf"^{self.any(*roles)}"

    def any(self, *roles: str) -> str:
        """An alternation of the words of these roles, the longest first."""
        words = [word for role in roles for word in self._by_role.get(role, [])]
        return (
            "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"
            if words
            else "(?!)"
        )


class Groups:
    """Which closed group the labels of a list are."""

    def __init__(self, lexicon: Lexicon, words: Words) -> None:
        self._phrases: dict[str, list[tuple[str, str]]] = {}
        self._need: dict[str, dict[str, str]] = {}
        self._of: dict[str, str] = {}  # word of the whole that ends the list with the group, whatever follows
        self._not_of: dict[str, str] = {}  # word of a whole that this group is not
        for row in lexicon.rows("closed_groups"):
            code, phrase = row["group_code"], re.sub(r"\([^()]*\)", "", fold(row["phrase"]))
            self._phrases.setdefault(code, []).append((phrase, row["member"]))
            self._need.setdefault(code, {})[row["member"]] = row["need"]
            self._of[code], self._not_of[code] = row["of"], row["not_of"]
        for phrases in self._phrases.values():
            phrases.sort(key=lambda pair: -len(pair[0]))
        pairs = [(code, phrase) for code, phrases in self._phrases.items() for phrase, _ in phrases]
        self._codes = [code for code, _ in pairs]
        self._automaton = ahocorasick_rs.AhoCorasick([phrase for _, phrase in pairs])
        self._dress = re.compile(rf"{words.any('dress')}*")
        self._rest = re.compile(rf"^(?:.*等)?{words.any('rest')}{words.any('rest_tail')}?$")
        self._absent = re.compile(words.begins("absent"))

    def _member(self, code: str, label: str) -> str:
        """The member that a label, undated, is: its phrase, and nothing else but dress (政府采购…支出)."""
        for phrase, member in self._phrases[code]:
            at = label.find(phrase)
            dressed = self._is_dress(label[:at]) or bool(_PLACE.fullmatch(label[: at + 1]) and phrase in _OF_A_PLACE)
            if at >= 0 and dressed and self._is_dress(label[at + len(phrase) :]):
                return member
        return ""

    def _is_dress(self, words: str) -> bool:
        return self._dress.fullmatch(words) is not None

    def _groups_of(self, label: str) -> list[str]:
        """The groups of which a phrase stands in a label, in the order of the lexicon."""
        found = {self._codes[i] for i, _, _ in self._automaton.find_matches_as_indexes(label, overlapping=True)}
        return [code for code in self._phrases if code in found]

    def match(self, labels: list[str], clauses: list[str], whole: str) -> tuple[int, bool]:
        """How many of the first labels are members of one group, and whether these are all of `whole`."""
        best = (0, False)
        if len(labels) < 2:
            return best
        words = list(map(_undated, labels))
        for code in self._groups_of(words[0]):
            members: list[str] = []
            for label in words:
                member = self._member(code, label)
                if not member or member in members:
                    break
                members.append(member)
            if len(members) >= 2:
                ends = len(members) == len(labels) or (self._of[code] and self._of[code] in whole)
                named = not (self._not_of[code] and self._not_of[code] in whole)
                is_all = bool(ends and named) and self._is_whole(code, set(members), clauses, whole)
                found = (len(members), is_all)
                best = max(best, found, key=lambda pair: (pair[1], pair[0]))
        return best

    def _is_whole(self, code: str, members: set[str], clauses: list[str], whole: str) -> bool:
        """Whether these members of the group are all of `whole`."""
        need = self._need[code]
        if "levels" in need.values():
            return self._levels(members, whole)
        if "open" in need.values():
            return False
        missing = {member for member, how in need.items() if how in ("required", "named") and member not in members}
        denied = [words for words in clauses if self._absent.match(words)]
        return all(
            need[member] == "named" and any(self._says(code, member, words) for words in denied) for member in missing
        )

    def _says(self, code: str, member: str, words: str) -> bool:
        return any(phrase in words for phrase, of in self._phrases[code] if of == member)

    def _levels(self, members: set[str], whole: str) -> bool:
        """All levels of a whole that is said to be of just these: 中央和省级财政共, 四级财政, 各级财政."""
        if "carried" in members:
            return False
        counted = re.search(rf"({_COUNTED.pattern})级财政", whole)
        if counted:
            return _TIMES[counted[1]] == len(members)
        if "各级" in whole:
            return {"central", "province"} <= members and bool(members & {"county", "city_and_county"})
        named = {self._member("levels", words) for words in _NAMES_OF_LEVELS.findall(whole)}
        return named == members

    def is_rest(self, label: str) -> bool:
        """其他收入, 其他用车: what is left, so that nothing is left out."""
        return self._rest.match(_EDGE.sub("", label)) is not None

    @staticmethod
    def times(whole: str) -> int:
        """分两批下达, 三项资金: how many parts the words announce, or 0."""
        match = re.search(rf"(?:分({_COUNTED.pattern})[次批笔]|({_COUNTED.pattern})项[一-鿿]{{0,4}}资金)", whole)
        return _TIMES[match[1] or match[2]] if match else 0


def _undated(label: str) -> str:
    """A label without years and what stands around it."""
    return _EDGE.sub("", _DATE.sub("", label))
