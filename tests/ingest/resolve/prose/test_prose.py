"""Prose linking: small sentences in minimal reports, and all that they state."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from ingest.resolve.extract import Extraction
from tests.helpers import Seen, report_of, seen_in

Observe = Callable[..., list[Seen]]
HECHENG, HONGJIANG, HUITONG, HUNAN, NATION = "431202", "431281", "431225", "430000", "000000"

insured = partial(Seen, "insured_persons")
rate = partial(Seen, "participation_rate", scheme="basic_all")
allocated = partial(Seen, "funding_allocated", scheme="resident", level="all")
distributed = partial(Seen, "funding_distributed", scheme="resident", level="all")
change = partial(Seen, "insured_persons_change")
subsidy = partial(Seen, "subsidy_standard_per_capita", scheme="resident")
contribution = partial(Seen, "contribution_standard_per_capita", scheme="resident")
policy_rate = partial(Seen, "inpatient_policy_reimbursement_rate")
satisfied = partial(Seen, "satisfaction_rate")
visits = partial(Seen, "beneficiary_visits", scheme="medical_assistance")
income, expense = partial(Seen, "fund_income"), partial(Seen, "fund_expense")


def check(states: Observe, sentence: str, expected: list[Seen], genre: str = "resident") -> None:
    assert states(genre, sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "参保率、满意度、政策知晓率分别达到97%、95%、90%。",
            [rate("97"), satisfied("95"), Seen("policy_awareness_rate", "90")],
        ),
        (
            "职工医保、居民医保政策范围内住院费用基金支付比例分别为86.5%和71.2%。",
            [policy_rate("86.5", "employee"), policy_rate("71.2", "resident")],
        ),
        (
            "全市职工、居民参保人数分别为61.2万人、402.5万人。",
            [insured("612000", "employee"), insured("4025000", "resident")],
        ),
        (
            "鹤城区、洪江市参保人数分别为31.2万人、25.4万人。",
            [insured("312000", "basic_all", region=HECHENG), insured("254000", "basic_all", region=HONGJIANG)],
        ),
        (
            "下达中央、省级补助资金分别为3900万元、1000万元。",
            [allocated("39000000", level="central"), allocated("10000000", level="provincial")],
        ),
        (
            "2023年、2022年参保率分别为97%和96%。",
            [rate("97"), rate("96", year=2022)],
        ),
    ],
)
def test_names_and_numbers_pair_in_order(states: Observe, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("参保率、满意度均达96%。", [rate("96"), satisfied("96")]),
        (
            "人均财政补助标准和个人缴费标准均增加30元。",
            [
                Seen("subsidy_standard_change_per_capita", "30", "resident"),
                Seen("contribution_standard_change_per_capita", "30", "resident"),
            ],
        ),
        (
            "居民医保财政补助标准640元，个人缴费标准380元，均比上年增加30元。",
            [
                subsidy("640"),
                contribution("380"),
                Seen("subsidy_standard_change_per_capita", "30", "resident"),
                Seen("contribution_standard_change_per_capita", "30", "resident"),
            ],
        ),
        (
            "中央财政下达资金100万元已全部分配。",
            [allocated("1000000", level="central"), distributed("1000000", level="central")],
        ),
        (
            "职工医保和居民医保参保率均为97.5%。",
            [rate("97.5", scheme="employee"), rate("97.5", scheme="resident")],
        ),
    ],
)
def test_one_number_may_be_two_values(states: Observe, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "下达补助资金5200万元，其中：中央财政3900万元、省级财政1000万元，市级300万元。",
            [
                allocated("52000000"),
                allocated("39000000", level="central"),
                allocated("10000000", level="provincial"),
                allocated("3000000", level="municipal"),
            ],
        ),
        (
            "收到中央补助资金3900万元、省级补助资金1000万元，合计4900万元。",
            [
                allocated("39000000", level="central"),
                allocated("10000000", level="provincial"),
                allocated("49000000", level="central_and_provincial"),
            ],
        ),
        (
            "中央资金预算执行率98.5%，省级资金执行率100%。",
            [
                Seen("execution_rate", "98.5", "resident", level="central"),
                Seen("execution_rate", "100", "resident", level="provincial"),
            ],
        ),
        ("市财政安排配套资金300万元。", [allocated("3000000", level="municipal")]),
        ("中央财政补助资金3900万元全部拨付到位。", [distributed("39000000", level="central")]),
        ("各级财政共投入资金5320万元。", [Seen("funding_available", "53200000", "resident", level="all")]),
        (
            "上年结转120万元，本年下达5200万元，共计5320万元。",
            [
                Seen("funding_carried_over", "1200000", "resident", level="all"),
                allocated("52000000"),
                Seen("funding_available", "53200000", "resident", level="all"),
            ],
        ),
        ("全年支出5100万元。", [Seen("funding_spent", "51000000", "resident", level="all")]),
    ],
)
def test_money_has_its_stage_and_level(states: Observe, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected)


@pytest.mark.parametrize("sentence", ["结转下年220万元。", "结转至下年使用220万元。"])
def test_money_carried_over_is_of_the_year_it_goes_to(states: Observe, sentence: str) -> None:
    check(states, sentence, [Seen("funding_carried_over", "2200000", "resident", year=2024, level="all")])


def test_an_amount_of_several_documents_is_told_apart_by_the_document_number(states: Observe) -> None:
    check(
        states,
        "湘财社〔2022〕101号下达3000万元，湘财社〔2023〕45号下达1200万元。",
        [
            allocated("30000000", breakdown="湘财社〔2022〕101号"),
            allocated("12000000", breakdown="湘财社〔2023〕45号"),
        ],
    )


def test_the_only_document_number_of_a_sentence_is_no_part(states: Observe) -> None:
    check(states, "依据湘财社〔2022〕101号下达3000万元。", [allocated("30000000")])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "居民医保参保402.5万人，其中大学生2.1万人。",
            [insured("4025000", "resident"), insured("21000", "resident", breakdown="大学生")],
        ),
        (
            "参保人数为402.5万人（其中大学生2.1万人、新生儿0.8万人）。",
            [
                insured("4025000", "basic_all"),
                insured("21000", "basic_all", breakdown="大学生"),
                insured("8000", "basic_all", breakdown="新生儿"),
            ],
        ),
        (
            "全市参保463.7万人，其中职工医保61.2万人、居民医保402.5万人。",
            [insured("4637000", "basic_all"), insured("612000", "employee"), insured("4025000", "resident")],
        ),
        (
            "向县区分配补助资金5100万元，其中会同县420万元，洪江市380万元。",
            [
                distributed("51000000"),
                distributed("4200000", region=HUITONG),
                distributed("3800000", region=HONGJIANG),
            ],
        ),
        (
            "参保人数：居民402.5万人，职工61.2万人，两项合计463.7万人。",
            [insured("4025000", "resident"), insured("612000", "employee"), insured("4637000", "basic_all")],
        ),
    ],
)
def test_parts_carry_their_label_scheme_or_place(states: Observe, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("财政补助标准从610元提高到640元。", [subsidy("610", year=2022), subsidy("640")]),
        ("财政补助标准由2022年的610元提高到2023年的640元。", [subsidy("610", year=2022), subsidy("640")]),
        ("个人缴费标准由350元增加到380元。", [contribution("350", year=2022), contribution("380")]),
        ("参保率由96%提高到97%。", [rate("96", year=2022), rate("97")]),
        ("2022年居民医保参保410.3万人。", [insured("4103000", "resident", year=2022)]),
        (
            "上年参保410.3万人，本年参保402.5万人。",
            [insured("4103000", "basic_all", year=2022), insured("4025000", "basic_all")],
        ),
        (
            "2022年底居民医保参保410.3万人，2023年底为402.5万人。",
            [insured("4103000", "resident", year=2022), insured("4025000", "resident")],
        ),
        ("2024年个人缴费标准为400元。", [contribution("400", year=2024)]),
        ("自2022年试点以来，长护险累计享受待遇1.2万人。", [Seen("beneficiary_persons", "12000", "long_term_care")]),
        ("截至2023年7月，参保率95%。", [rate("95")]),
    ],
)
def test_a_value_is_of_the_year_it_speaks_of(states: Observe, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("参保人数较上年增加1.2万人。", [change("12000")]),
        ("参保人数较上年减少1.2万人。", [change("-12000")]),
        ("居民医保参保402.5万人，较上年减少1.2万人。", [insured("4025000", "resident"), change("-12000", "resident")]),
        (
            "居民医保参保402.5万人，比上年的410.3万人减少7.8万人。",
            [insured("4025000", "resident"), insured("4103000", "resident", year=2022), change("-78000", "resident")],
        ),
        ("居民医保新增参保2.1万人。", [change("21000", "resident")]),
        ("居民医保参保人数净增2.1万人。", [change("21000", "resident")]),
        ("居民医保参保402.5万人，比上年增长1.3%。", [insured("4025000", "resident")]),
        ("满意度95%，较上年提高1.2个百分点。", [satisfied("95")]),
        ("居民医保基金收入35.2亿元，同比增长4.1%。", [income("3520000000", "resident")]),
        ("居民医保基金收入35.2亿元，较上年增加1.2亿元。", [income("3520000000", "resident")]),
        (
            "个人缴费标准增加30元，达到380元。",
            [Seen("contribution_standard_change_per_capita", "30", "resident"), contribution("380")],
        ),
    ],
)
def test_a_change_is_no_value_but_the_changes_that_have_a_metric(
    states: Observe, sentence: str, expected: list[Seen]
) -> None:
    check(states, sentence, expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "参保率目标为95%。",
        "年度目标：参保率不低于95%。",
        "计划参保400万人。",
        "力争参保率达到98%。",
        "2024年计划参保率达到98%。",
        ("确保满意度不低于95%。"),
    ],
)
def test_a_target_is_no_observation(states: Observe, sentence: str) -> None:
    check(states, sentence, [])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("年度目标为参保率95%。实际参保率97.1%。", [rate("97.1")]),
        ("参保率目标为95%，实际达到97.1%。", [rate("97.1")]),
        ("参保率要求达到95%，实际完成97%。", [rate("97")]),
    ],
)
def test_the_actual_beside_a_target_is_an_observation(states: Observe, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected)


def test_under_a_heading_of_targets_nothing_is_stated(states: Observe) -> None:
    assert states("resident", "参保率不低于95%，满意度达到90%。", heading="（二）年度绩效目标") == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("跨省异地就医直接结算率为80%-85%。", [Seen("immediate_settlement_rate", "80", "resident", "range")]),
        ("参保率达到99%以上。", [rate("99", qualifier="at_least")]),
        ("参保率超过95%，满意度近98%。", [rate("95", qualifier="more_than"), satisfied("98", qualifier="about")]),
        ("居民医保参保402.5万余人。", [insured("4025000", "resident", "more_than")]),
        ("人均财政补助标准每人每年不低于640元。", [subsidy("640", qualifier="at_least")]),
        ("定点零售药店650余家。", [Seen("designated_pharmacies", "650", qualifier="more_than")]),
        ("长期护理保险惠及6.28万失能群众。", [Seen("beneficiary_persons", "62800", "long_term_care")]),
        ("居民医保基金收入15234567890元。", [income("15234567890", "resident")]),
        ("居民医保参保2345678人。", [insured("2345678", "resident")]),
    ],
)
def test_a_value_keeps_its_qualifier(states: Observe, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected)


def test_the_ends_of_a_range_are_both_kept(extract: Callable[[str], Extraction]) -> None:
    extraction = extract(report_of("resident", "跨省异地就医直接结算率为80%-85%。"))
    [observation] = extraction["observations"]
    assert (observation["literal"], observation["literal_high"], observation["stated_text"]) == ("80", "85", "80%-85%")
    ends = [number for number in extraction["numbers"] if number["literal"] in ("80", "85")]
    assert {number["observation_id"] for number in ends} == {observation["observation_id"]}


@pytest.mark.parametrize(
    ("genre", "sentence", "expected"),
    [
        (
            "resident",
            "市本级居民医保参保12.5万人，全市参保402.5万人。",
            [insured("125000", "resident", scope="own_level"), insured("4025000", "resident")],
        ),
        (
            "resident",
            "市本级职工医保基金收入8.2亿元，支出7.9亿元。",
            [income("820000000", "employee", scope="own_level"), expense("790000000", "employee", scope="own_level")],
        ),
        ("province", "省本级职工医保参保24.6万人。", [insured("246000", "employee", region=HUNAN, scope="own_level")]),
        ("resident", "洪江市居民医保参保25.4万人。", [insured("254000", "resident", region=HONGJIANG)]),
        (
            "resident",
            "全市参保402.5万人，其中鹤城区31.2万人，洪江市25.4万人。",
            [
                insured("4025000", "basic_all"),
                insured("312000", "basic_all", region=HECHENG),
                insured("254000", "basic_all", region=HONGJIANG),
            ],
        ),
        ("resident", "会同县参保率96.5%，全市参保率97.2%。", [rate("96.5", region=HUITONG), rate("97.2")]),
        ("resident", "全国平均参保率95%。", [rate("95", region=NATION)]),
        ("resident", "全省职工医保参保512万人。", [insured("5120000", "employee", region=HUNAN)]),
        ("resident", "参保率97%，居全省第2位。", [rate("97")]),
        ("resident", "全国18省的53个地市参加联盟。", []),
        ("county", "全县居民医保参保28.1万人。", [insured("281000", "resident", region=HUITONG)]),
        ("county", "怀化市居民医保参保402.5万人。", [insured("4025000", "resident")]),
        (
            "province",
            "怀化市参保402.5万人，长沙市参保510.2万人。",
            [insured("4025000", "basic_all"), insured("5102000", "basic_all", region="430100")],
        ),
        (
            "resident",
            "全省居民医保参保5120万人。",
            [insured("51200000", "resident", region=HUNAN)],
        ),
        (
            "county",
            "全市居民医保参保402.5万人。",
            [insured("4025000", "resident")],
        ),
    ],
)
def test_a_value_is_of_the_place_and_scope_it_speaks_of(
    states: Observe, genre: str, sentence: str, expected: list[Seen]
) -> None:
    check(states, sentence, expected, genre)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "居民医保基金收入35.2亿元，支出33.1亿元，当年结余2.1亿元，累计结余18.9亿元。",
            [
                income("3520000000", "resident"),
                expense("3310000000", "resident"),
                Seen("fund_current_balance", "210000000", "resident"),
                Seen("fund_cumulative_balance", "1890000000", "resident"),
            ],
        ),
        (
            "职工医保基金收入35.2亿元、支出33.1亿元，居民医保基金收入30.2亿元、支出29.1亿元。",
            [
                income("3520000000", "employee"),
                expense("3310000000", "employee"),
                income("3020000000", "resident"),
                expense("2910000000", "resident"),
            ],
        ),
        (
            "职工医保基金收入35.2亿元，可支付月数9.4个月。",
            [income("3520000000", "employee"), Seen("fund_months_payable", "9.4", "employee")],
        ),
        (
            "生育保险基金支出1.2亿元，大病保险基金支出2.3亿元。",
            [expense("120000000", "maternity"), expense("230000000", "critical_illness")],
        ),
    ],
)
def test_a_fund_keeps_its_scheme_from_number_to_number(states: Observe, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("资助参保6.1万人。", [Seen("subsidised_enrolment_persons", "61000", "medical_assistance")]),
        ("资助6.1万人参加居民医保。", [Seen("subsidised_enrolment_persons", "61000", "medical_assistance")]),
        (
            "门诊救助3.2万人次，住院救助1.1万人次。",
            [visits("32000", breakdown="门诊救助"), visits("11000", breakdown="住院救助")],
        ),
        ("直接救助困难群众8.2万人次。", [visits("82000")]),
        ("特困人员参保率100%。", [Seen("key_group_participation_rate", "100", "basic_all")]),
        ("住院自付费用救助比例达70%。", [Seen("assistance_ratio", "70", "medical_assistance")]),
        (
            "医疗救助人均筹资标准100元。",
            [Seen("assistance_financing_standard_per_capita", "100", "medical_assistance")],
        ),
        ("发放调查问卷500份，满意度95.2%。", [satisfied("95.2")]),
        ("救助困难群众8.2万人次。", [visits("82000")]),
    ],
)
def test_assistance_has_its_own_metrics(states: Observe, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected, "assistance")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "系统正常运行率达99%以上，重大安全事件响应时间不超过30分钟。",
            [
                Seen("system_uptime_rate", "99", qualifier="at_least"),
                Seen("major_incident_response_minutes", "30", qualifier="at_most"),
            ],
        ),
        (
            "DRG实际付费覆盖统筹区内住院医疗机构的比例达92%。",
            [Seen("drg_dip_coverage_rate", "92", breakdown="统筹区内住院医疗机构")],
        ),
        (
            "追回违规资金213.5万元，处理定点医药机构35家，暂停协议4家，解除协议2家。",
            [
                Seen("violation_amount_handled", "2135000"),
                Seen("institutions_handled", "35"),
                Seen("agreements_suspended", "4"),
                Seen("agreements_terminated", "2"),
            ],
        ),
        ("DRG付费的住院费用占比为92.4%。", [Seen("drg_dip_coverage_rate", "92.4", breakdown="住院费用")]),
        (
            "1317家定点医疗机构和650家定点零售药店。",
            [Seen("designated_hospitals", "1317"), Seen("designated_pharmacies", "650")],
        ),
        ("公开信息35条。", [Seen("information_items", "35")]),
        ("对定点医药机构检查覆盖率100%。", [Seen("inspection_coverage_rate", "100")]),
        ("全年报送信息十余篇。", [Seen("information_items", "10", qualifier="more_than")]),
    ],
)
def test_services_and_supervision_have_their_metrics(states: Observe, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected, "capacity")


@pytest.mark.parametrize(
    ("genre", "sentence", "expected"),
    [
        (
            "department",
            "核定编制46名，在职人员43人，退休人员12人。",
            [Seen("staff_quota", "46"), Seen("staff_in_post", "43")],
        ),
        (
            "department",
            "公务接待费支出1.2万元，完成预算的60%。",
            [Seen("reception_expense", "12000"), Seen("budget_completion_rate", "60", breakdown="公务接待费")],
        ),
        (
            "accounts",
            "2023年度收、支总计4093.28万元。",
            [Seen("department_income_total", "40932800"), Seen("department_expense_total", "40932800")],
        ),
        (
            "accounts",
            "收入合计4074.53万元，其中财政拨款收入4059.53万元，其他收入15.00万元。",
            [
                Seen("department_income", "40745300"),
                Seen("department_income", "40595300", breakdown="财政拨款收入"),
                Seen("department_income", "150000", breakdown="其他收入"),
            ],
        ),
        (
            "accounts",
            "支出合计4071.93万元，其中基本支出3423.18万元，占84.1%；项目支出648.75万元，占15.9%。",
            [
                Seen("department_expense", "40719300"),
                Seen("basic_expense", "34231800"),
                Seen("project_expense", "6487500"),
            ],
        ),
        (
            "accounts",
            "“三公”经费支出决算5.2万元，其中：公务接待费1.2万元，公务用车运行维护费4.0万元。",
            [
                Seen("three_public_expense", "52000"),
                Seen("reception_expense", "12000"),
                Seen("vehicle_running_expense", "40000"),
            ],
        ),
        ("accounts", "机关运行经费支出88.1万元，比上年减少3.2万元。", [Seen("operating_expense", "881000")]),
        ("accounts", "与2022年相比，收、支总计各增加12.5万元，增长0.3%。", []),
        (
            "accounts",
            "政府采购支出总额120万元，其中：政府采购货物支出50万元、政府采购服务支出70万元。",
            [
                Seen("procurement_total", "1200000"),
                Seen("procurement_goods", "500000"),
                Seen("procurement_services", "700000"),
            ],
        ),
        ("accounts", "共有车辆3辆。", [Seen("official_vehicles", "3")]),
    ],
)
def test_a_department_has_its_own_metrics(states: Observe, genre: str, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected, genre)


def test_expenditure_by_function_is_told_apart_by_the_item_of_its_line(states: Observe) -> None:
    heading = "（三）一般公共预算财政拨款支出决算具体情况"
    found = states("accounts", "1.行政运行支出决算为1042.18万元，完成年初预算的97.0%。", heading=heading)
    assert found == [
        Seen("general_budget_expense", "10421800", breakdown="行政运行"),
        Seen("budget_completion_rate", "97", breakdown="行政运行"),
    ]


def test_the_total_below_a_heading_of_the_accounts_is_no_part(states: Observe) -> None:
    heading = "五、一般公共预算财政拨款支出决算情况说明\n\n（一）支出决算总体情况"
    body = "2023年度一般公共预算财政拨款支出4059.53万元，占本年支出合计的99.7%。"
    assert states("accounts", f"（一）支出决算总体情况。{body}", heading=heading.split("\n")[0]) == [
        Seen("general_budget_expense", "40595300")
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "门诊费用报销比例55%。",
        "培训合格率100%。",
        "资金到位率100%。",
        "建成15分钟医保服务圈。",
        "发放宣传册2000份。",
        "《2022年参保率达到95%的通知》已印发。",
        "按照财社〔2022〕1号文件执行。",
        "2023年3月15日召开第12次会议。",
    ],
)
def test_numbers_that_no_metric_covers_are_no_observations(states: Observe, sentence: str) -> None:
    check(states, sentence, [])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("参保目标任务完成率101.2%。", [Seen("enrolment_target_completion_rate", "101.2", "resident")]),
        (
            "完成参保目标任务的101.2%。",
            [Seen("enrolment_target_completion_rate", "101.2", "resident")],
        ),
    ],
)
def test_the_completion_of_a_target_is_an_observation(states: Observe, sentence: str, expected: list[Seen]) -> None:
    check(states, sentence, expected)


def test_a_value_under_problems_is_still_a_value(states: Observe) -> None:
    assert states("resident", "参保率仅93%。", heading="三、存在的问题") == [rate("93")]


def test_a_place_in_the_text_points_at_the_number_with_its_unit(extract: Callable[[str], Extraction]) -> None:
    text = report_of("resident", "全市居民医保参保４０２．５ 万人，参保率**97%**。")
    for observation in extract(text)["observations"]:
        assert text[observation["char_start"] : observation["char_end"]] == observation["stated_text"]
        assert text[: observation["char_start"]].count("\n") + 1 == observation["line_no"]


def test_the_same_text_gives_the_same_rows(extract: Callable[[str], Extraction]) -> None:
    text = report_of("resident", "全市参保402.5万人，其中鹤城区31.2万人；参保率97%。")
    assert extract(text).rows == extract(text).rows


def test_line_ends_do_not_matter(extract: Callable[[str], Extraction]) -> None:
    text = report_of("resident", "全市参保402.5万人，其中鹤城区31.2万人；参保率97%。")
    assert seen_in(extract(text.replace("\n", "\r\n"))) == seen_in(extract(text))
