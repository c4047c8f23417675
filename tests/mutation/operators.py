"""Mutants of SQL: one token, or one clause, of a model or macro is something else. Jinja and comments are left alone.

A mutant's id is `path:line:column what`; the list is the same on every run of the same files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.dbt import PROJECT
from tests.mutation.project import Change

_TOKEN = re.compile(
    r"(?P<jinja>\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})|(?P<comment>--[^\n]*)|(?P<string>'(?:[^']|'')*')"
    r"|(?P<name>\"[^\"]*\"|[A-Za-z_][A-Za-z_0-9]*)|(?P<number>\d+(?:\.\d+)?(?:e-?\d+)?)"
    r"|(?P<sign><>|<=|>=|\|\||::|[<>=+\-*/%(),.\[\]])|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
_SIGNS = {
    "<>": ("=",), "=": ("<>",), "<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"),
    "+": ("-",), "-": ("+",), "*": ("+",), "/": ("*",), "%": ("*",),
}  # fmt: skip
_WORDS = {
    "and": "or", "or": "and", "min": "max", "max": "min", "least": "greatest", "greatest": "least",
    "bool_or": "bool_and", "bool_and": "bool_or", "desc": "asc", "asc": "desc", "ceil": "floor", "floor": "ceil",
    "true": "false", "false": "true", "arg_min": "arg_max", "arg_max": "arg_min", "any_value": "max",
    "round": "trunc", "trunc": "round", "sum": "max", "distinct": "", "row_number": "rank", "intersect": "union",
}  # fmt: skip
_PAIRS = {
    ("left", "join"): "inner join", ("inner", "join"): "left join", ("full", "join"): "inner join",
    ("is", "not"): "is", ("not", "in"): "in", ("union", "all"): "union",
}  # fmt: skip
# Jinja that only names relations or settings; what else it calls is given codes.
_STRUCTURE = re.compile(r"\{#|\{[{%]-?\s*(ref|config|dbt|landing|macro|endmacro|adapter|type_\w+)\b")
_CODE = re.compile(r"'[a-z_]+'")
_CLAUSES = ("where", "having", "qualify")
_ENDS = {"group", "order", "having", "qualify", "union", "limit", "window", "except", "intersect"}


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    depth: int

    @property
    def word(self) -> str:
        return self.text.lower() if self.kind == "name" else self.text

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Mutant:
    """A changed stretch of one file."""

    path: str
    start: int
    end: int
    put: str
    what: str
    line: int
    column: int

    @property
    def id(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.what}"

    @property
    def change(self) -> Change:
        text = (PROJECT / self.path).read_text(encoding="utf-8")
        return Change(((self.path, text[: self.start] + self.put + text[self.end :]),))


def tokens(text: str) -> list[Token]:
    """Tokens that mean something, each with the number of parentheses around it."""
    found, depth = [], 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if match[0] == ")":
            depth -= 1
        if kind not in ("space", "comment"):
            found.append(Token(kind, match[0], match.start(), depth))
        if match[0] == "(":
            depth += 1
    return found


def mutants(path: str) -> list[Mutant]:
    """All mutants of a file, in the order of its text."""
    text = (PROJECT / path).read_text(encoding="utf-8")
    found = {}
    for start, end, put, what in _changes(tokens(text)):
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        mutant = Mutant(path, start, end, put, what, line, column)
        found[mutant.id] = mutant
    return list(found.values())


def _changes(all_tokens: list[Token]) -> Iterator[tuple[int, int, str, str]]:
    nothing = Token("none", "", 0, 0)
    for i, token in enumerate(all_tokens):
        before, after = all_tokens[i - 1] if i else nothing, all_tokens[i + 1] if i + 1 < len(all_tokens) else nothing
        yield from _of_sign(token, before, after)
        if token.kind == "name":
            yield from _of_word(all_tokens, i, token, before, after)
        elif token.kind == "number" and not _is_type(all_tokens, i):
            yield token.start, token.end, _other(token.text), f"{token.text} to {_other(token.text)}"
        elif token.kind == "jinja" and not _STRUCTURE.match(token.text):
            for code in _CODE.finditer(token.text):
                at = token.start + code.end()
                yield at - 1, at, "~'", f"{code[0]} changed"
        elif token.kind == "string" and before.word in ("=", "<>", "(", ",", "then", "else", "when"):
            put = "'x'" if token.text == "''" else f"{token.text[:-1]}~'"
            yield token.start, token.end, put, f"{token.text} to {put}"


def _of_sign(token: Token, before: Token, after: Token) -> Iterator[tuple[int, int, str, str]]:
    if token.kind != "sign":
        return
    is_star = token.text == "*" and (
        before.word in ("select", "distinct", "all", ".", "(", ",") or after.word in ("from", "replace", "exclude", ")")
    )
    if not is_star:
        for put in _SIGNS.get(token.text, ()):
            yield token.start, token.end, put, f"{token.text} to {put}"


def _of_word(
    all_tokens: list[Token], i: int, token: Token, before: Token, after: Token
) -> Iterator[tuple[int, int, str, str]]:
    word = token.word
    if before.text == "." or (before.word == "as" and word not in _CLAUSES):
        return
    if (word, after.word) in _PAIRS:
        put = _PAIRS[word, after.word]
        yield token.start, after.end, put, f"{word} {after.word} to {put}"
    elif word == "is" or (word == "in" and before.word != "not"):
        put = f"{word} not" if word == "is" else "not in"
        yield token.start, token.end, put, f"{word} to {put}"
    elif word == "not" and before.word != "is" and after.word not in ("in", "null"):
        yield token.start, token.end, "", "not dropped"
    elif word in _WORDS and not (word == "and" and _is_between(all_tokens, i)):
        called = after.text == "("
        if called or word in ("and", "or", "desc", "asc", "true", "false", "distinct", "intersect"):
            yield token.start, token.end, _WORDS[word], f"{word} to {_WORDS[word] or 'nothing'}"
    elif word in _CLAUSES:
        end = _clause_end(all_tokens, i)
        yield after.start, end.start, "true ", f"{word} dropped"
    elif word == "when":
        end = next(t for t in all_tokens[i:] if t.word == "then" and t.depth == token.depth)
        yield token.start, end.start, "when false ", "branch dropped"


def _clause_end(all_tokens: list[Token], i: int) -> Token:
    """The token behind a clause; the text's end is a token of nothing."""
    depth = all_tokens[i].depth
    for token in all_tokens[i + 1 :]:
        if token.depth < depth or (token.depth == depth and (token.word in _ENDS or token.text.startswith("{%"))):
            return token
    last = all_tokens[-1]
    return Token("none", "", last.end, 0)


def _is_between(all_tokens: list[Token], i: int) -> bool:
    depth = all_tokens[i].depth
    for token in reversed(all_tokens[:i]):
        if token.depth < depth or (token.depth == depth and token.word in ("and", "or", "when", "where", "on")):
            return False
        if token.depth == depth and token.word == "between":
            return True
    return False


def _is_type(all_tokens: list[Token], i: int) -> bool:
    """Whether a number is a size of a type: decimal(28, 6)."""
    return any(t.word in ("decimal", "varchar") for t in all_tokens[max(0, i - 4) : i])


def _other(number: str) -> str:
    return str(int(number) + 1) if number.isdigit() else f"1{number}"
