"""Bases of a rate of payment by DRG or DIP: what the rate is a share of."""

from __future__ import annotations

import re

BASE_ALONE = re.compile(  # 覆盖医疗机构100%、病种95%
    r"[\s、，和及]*(?P<base>(?:定点)?医疗机构|病种|病组|统筹(?:地)?区|出院病例|(?:住院)?(?:统筹|医保)?基金(?:支出)?"
    r"|住院(?:医疗)?费用)(?:数量?)?(?:达到?|为|约)?\s*$"
)
