"""Department final accounts: what an office's forms state, in fen; lines and columns add up."""

from __future__ import annotations

import random

# Function accounts of a medical security office, classes and groups before their items.
FUNCTIONS = {
    "208": "社会保障和就业支出", "20805": "行政事业单位养老支出", "2080501": "行政单位离退休",
    "2080505": "机关事业单位基本养老保险缴费支出", "2080506": "机关事业单位职业年金缴费支出",
    "210": "卫生健康支出", "21011": "行政事业单位医疗", "2101101": "行政单位医疗", "2101103": "公务员医疗补助",
    "21015": "医疗保障管理事务", "2101501": "行政运行", "2101502": "一般行政管理事务", "2101504": "信息化建设",
    "2101505": "医疗保障政策管理", "2101506": "医疗保障经办事务", "2101550": "事业运行",
    "221": "住房保障支出", "22102": "住房改革支出", "2210201": "住房公积金",
}  # fmt: skip
CLASSES = {"208": "八、社会保障和就业支出", "210": "九、卫生健康支出", "221": "十九、住房保障支出"}
_PROJECTS = ("2101502", "2101504", "2101505", "2101506")
PERSONNEL = {
    "301": "工资福利支出", "30101": "基本工资", "30102": "津贴补贴", "30103": "奖金", "30107": "绩效工资",
    "30108": "机关事业单位基本养老保险缴费", "30109": "职业年金缴费", "30110": "职工基本医疗保险缴费",
    "30111": "公务员医疗补助缴费", "30112": "其他社会保障缴费", "30113": "住房公积金",
    "303": "对个人和家庭的补助", "30302": "退休费", "30309": "奖励金",
}  # fmt: skip
PUBLIC = {
    "302": "商品和服务支出", "30201": "办公费", "30202": "印刷费", "30205": "水费", "30206": "电费", "30207": "邮电费",
    "30211": "差旅费", "30213": "维修（护）费", "30216": "培训费", "30217": "公务接待费", "30226": "劳务费",
    "30228": "工会经费", "30231": "公务用车运行维护费", "30299": "其他商品和服务支出",
    "310": "资本性支出", "31002": "办公设备购置",
}  # fmt: skip


def _balance(seed: int, code: str, year: int, scale: int) -> int:
    """What is left at the end of a year, which the next year begins with."""
    return random.Random(seed * 1_000_003 + int(code) * 100 + year + 40).randint(10**6, 20 * 10**6) * scale


def amounts(seed: int, code: str, year: int, scale: int) -> dict[str, int]:
    """Everything the accounts of an office state, in fen: b_ basic, p_ project, e_ economic accounts, dep_ totals."""
    draw = random.Random(seed * 1_000_003 + int(code) * 100 + year + 70)

    def money(low: int, high: int) -> int:
        return draw.randint(low * 10**6, high * 10**6) * scale

    found: dict[str, int] = {}
    for code in (*PERSONNEL, *PUBLIC):
        if len(code) > 3:
            found[f"e_{code}"] = money(8, 60) if code in PERSONNEL else money(1, 9)
    for group in (PERSONNEL, PUBLIC):
        for code in group:
            if len(code) == 3:
                found[f"e_{code}"] = sum(v for k, v in found.items() if len(k) == 7 and k.startswith(f"e_{code}"))
    found["dep_personnel"] = found["e_301"] + found["e_303"]
    found["dep_public"] = found["e_302"] + found["e_310"]
    basic = dict.fromkeys(FUNCTIONS, 0)
    for code, account in (("2080505", "30108"), ("2080506", "30109"), ("2101101", "30110"), ("2101103", "30111"),
                          ("2210201", "30113"), ("2080501", "30302")):  # fmt: skip
        basic[code] = found[f"e_{account}"]
    running = found["dep_personnel"] + found["dep_public"] - sum(basic.values())
    basic["2101550"] = running * draw.randint(20, 50) // 100
    basic["2101501"] = running - basic["2101550"]
    project = {code: money(10, 150) if code in _PROJECTS else 0 for code in FUNCTIONS}
    for row in (basic, project):
        for code in FUNCTIONS:
            if len(code) < 7:
                row[code] = sum(value for leaf, value in row.items() if len(leaf) == 7 and leaf.startswith(code))
    for code in FUNCTIONS:
        found[f"b_{code}"], found[f"p_{code}"] = basic[code], project[code]
    found["dep_basic"], found["dep_project"] = (sum(row[code] for code in CLASSES) for row in (basic, project))
    found["dep_expense"] = found["dep_basic"] + found["dep_project"]
    found["opening"], found["closing"] = (_balance(seed, code, at, scale) for at in (year - 1, year))
    found["dep_income"] = found["dep_expense"] + found["closing"] - found["opening"]
    found["dep_total_income"] = found["dep_total_expense"] = found["dep_income"] + found["opening"]
    found["dep_general"] = found["dep_expense"]
    found["dep_abroad"] = 0
    found["dep_running"], found["dep_reception"] = found["e_30231"], found["e_30217"]
    found["dep_three"] = found["dep_running"] + found["dep_reception"]
    found["dep_goods"], found["dep_services"], found["dep_works"] = money(3, 40), money(5, 90), 0
    found["dep_purchases"] = found["dep_goods"] + found["dep_services"]
    for part in ("basic", "project"):
        found[f"dep_{part}_share"] = found[f"dep_{part}"] * 10**8 // found["dep_expense"]
    return found
