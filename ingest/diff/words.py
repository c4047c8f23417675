"""What changed, in words that every form of telling shares."""

from __future__ import annotations

KINDS = {
    ("document", "changed"): ("文件内容变了", "source changed"),
    ("document", "added"): ("新增文件", "document added"),
    ("document", "removed"): ("撤下文件", "document removed"),
    ("report", "changed"): ("报告要素变了", "report's dimensions changed"),
    ("report", "added"): ("新增报告", "report added"),
    ("report", "removed"): ("撤下报告", "report removed"),
    ("fact", "value"): ("值变了", "value changed"),
    ("fact", "meaning"): ("含义变了", "taken for something else"),
    ("fact", "added"): ("新增", "added"),
    ("fact", "removed"): ("撤下", "removed"),
    ("fact", "precision"): ("精度变了", "precision or qualifier changed"),
    ("fact", "primary"): ("选用变了", "primary choice changed"),
    ("fact", "wording"): ("写法变了", "stated in other words"),
    ("fact", "moved"): ("移位", "moved"),
    ("subject", "value"): ("主题表值变了", "subject mart: value changed"),
    ("subject", "added"): ("主题表新增", "subject mart: added"),
    ("subject", "removed"): ("主题表撤下", "subject mart: removed"),
    ("verdict", "broke"): ("相符变不符", "fitted, now broken"),
    ("verdict", "new break"): ("新的不符", "new break"),
    ("verdict", "mended"): ("不符变相符", "was broken, now fits"),
    ("verdict", "gone break"): ("不符消失", "break gone"),
    ("verdict", "gap"): ("差额变了", "gap changed"),
    ("verdict", "grade"): ("结论变了", "verdict, reason or severity changed"),
    ("verdict", "now checkable"): ("可以核对了", "now checkable"),
    ("verdict", "no longer checkable"): ("不再能核对", "no longer checkable"),
    ("verdict", "acknowledged"): ("列为已知", "acknowledged"),
    ("verdict", "no longer acknowledged"): ("不再列为已知", "no longer acknowledged"),
    ("verdict", "new check"): ("新增核对", "new check"),
    ("verdict", "gone check"): ("撤下核对", "check gone"),
    ("verdict", "figures"): ("结论照旧、数变了", "same verdict of other figures"),
    ("number", "disposition"): ("数字归类变了", "numbers told apart otherwise"),
}
REASONS = {
    "source": "来源文件",
    "document added": "新增文件",
    "document removed": "撤下文件",
    "extractor": "读取程序",
    "lexicon": "词表",
    "rule": "规则",
    "model": "模型",
    "acknowledgement": "已知清单",
}


def kind(section: str, code: str) -> str:
    """A kind of change in Chinese and English."""
    return " ".join(KINDS[section, code])


def reason(joined: str) -> str:
    """Reasons as told in the table `changes`, in Chinese and English."""
    return " + ".join(f"{REASONS[one]} {one}" if one in REASONS else one for one in joined.split(" + "))


def short_reason(joined: str) -> str:
    """Reasons where their explanation was given before."""
    return reason(joined).partition(":")[0]
