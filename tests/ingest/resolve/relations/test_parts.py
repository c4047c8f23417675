"""Lists of parts: which are all of their whole, which only some, and which the words leave open."""

from __future__ import annotations

import pytest

from ingest.resolve.extract import Extractor
from tests.helpers import as_document, report_of
from tests.ingest.resolve.relations.seen import relations


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("本年支出合计80万元，其中：基本支出50万元，占62.5%；项目支出30万元，占37.5%。", "parts 80 = 50 + 30"),
        ("基本支出50万元，其中人员经费40万元、公用经费10万元。", "parts 50 = 40 + 10"),
        ("基本支出50万元，包括人员经费40万元、公用经费10万元。", "parts 50 = 40 + 10"),
        (
            "补助资金100万元，由中央财政50万元、省级财政20万元、市级财政20万元、县级财政10万元组成。",
            "parts 100 = 50 + 20 + 20 + 10",
        ),
        (
            "各级财政安排100万元，其中中央财政50万元、自治区财政20万元、盟级财政20万元、旗县级财政10万元。",
            "parts 100 = 50 + 20 + 20 + 10",
        ),
        (
            "各级财政安排100万元，其中中央财政50万元、省级财政20万元、怀化市财政20万元、本级财政10万元。",
            "parts 100 = 50 + 20 + 20 + 10",
        ),
        (
            "各级财政安排100万元，其中中央财政50万元、省级财政20万元、无锡市财政20万元、本级财政10万元。",
            "parts 100 = 50 + 20 + 20 + 10",
        ),
        (
            "各级财政安排90万元，其中中央财政50万元、省级财政20万元、州级财政10万元、县级财政10万元。",
            "parts 90 = 50 + 20 + 10 + 10",
        ),
        ("全年基本支出50万元（人员经费40万元、公用经费10万元）。", "parts 50 = 40 + 10"),
        (
            "政府采购支出总额9万元，其中：政府采购货物支出2万元、政府采购工程支出0万元、政府采购服务支出7万元。",
            "parts 9 = 2 + 0 + 7",
        ),
        ("政府采购支出9万元，其中货物类2万元，服务类7万元。", "parts 9 = 2 + 7"),
        (
            "年末全市基本医保参保100万人，比上年末增加3万人，其中城乡居民70万人、职工30万人，参保率98%。",
            "parts 100 = 70 + 30",
        ),
        (
            "参保100万人。其中，职工医保参保30万人，比上年增加1万人；城乡居民医保参保70万人，比上年减少2万人。",
            "parts 100 = 30 + 70",
        ),
        ("全年共支出60万元，其中结转资金支出15万元，当年下达资金支出45万元，预算执行率为90%。", "parts 60 = 15 + 45"),
        ("中央、省级财政安排下达资金90万元，其中中央补助60万元，省级补助30万元。", "parts 90 = 60 + 30"),
        (
            "补助资金由四级财政共同安排100万元，其中：中央财政50万元、省级20万元、市级20万元、县级10万元。",
            "parts 100 = 50 + 20 + 20 + 10",
        ),
        (
            "各级财政投入100万元，其中：中央财政50万元，省级财政20万元，市级财政20万元，县（市、区）级财政10万元。",
            "parts 100 = 50 + 20 + 20 + 10",
        ),
        (
            "部门共有车辆7辆，其中：主要负责人用车0辆、机要通信用车2辆、其他用车5辆，其他用车主要是业务用车。",
            "parts 7 = 0 + 2 + 5",
        ),
        ("全年收入30万元，其中个人缴费收入12万元、财政补助收入15万元、其他收入3万元。", "parts 30 = 12 + 15 + 3"),
        (
            "分两次下达我县补助资金20万元，其中远财社〔2023〕7号下达12万元，远财社〔2024〕9号下达8万元。",
            "parts 20 = 12 + 8",
        ),
        (
            "上述三项资金共100万元，其中居民医保补助资金70万元，医疗救助补助资金20万元，能力提升补助资金10万元。",
            "parts 100 = 70 + 20 + 10",
        ),
        (
            "“三公”经费支出8万元，其中公务用车购置及运行维护费6万元，公务接待费2万元，无因公出国（境）费。",
            "parts 8 = 6 + 2",
        ),
        ("公务用车购置及运行费支出6万元。其中：公务用车购置费0万元，购置0辆；公务用车运行费6万元。", "parts 6 = 0 + 6"),
        ("支出合计80万元。按支出性质分：基本支出50万元，占62.5%；项目支出30万元，占37.5%。", "parts 80 = 50 + 30"),
        ("预算400万元，完成支出80万元，其中：基本支出50万元，项目支出30万元。", "parts 80 = 50 + 30"),
        ("支出80万元，完成预算90万元的89%，其中基本支出50万元，项目支出30万元。", "parts 80 = 50 + 30"),
        ("与上年70万元相比，全年支出80万元，其中基本支出50万元，项目支出30万元。", "parts 80 = 50 + 30"),
        ("调整预算数为90万元，决算数为80万元，其中：基本支出50万元，项目支出30万元。", "parts 80 = 50 + 30"),
        ("全年支出80万元，其中人员经费40万元，公用经费10万元，项目支出30万元。", "parts 80 = 40 + 10 + 30"),
        ("基本支出50万元，其中人员经费40万元，公用经费10万元，项目支出30万元。", "parts 50 = 40 + 10"),
        ("受益512人，其中男200人、女312人。", "parts 512 = 200 + 312"),
    ],
)
def test_a_list_whose_words_exhaust_the_whole_is_parts(
    extractor: Extractor, sentence: str, expected: str | None
) -> None:
    assert relations(extractor, sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "共支出12万元，预算执行率80%，其中，办公费支出7万元，印刷费支出1万元，差旅费2万元、使用合规。",
            ["of_which 12 >= 7 + 1 + 2"],
        ),
        ("共支出12万元，其中办公费7万元，印刷费3万元，结余2万元。", ["of_which 12 >= 7 + 3"]),
        ("中央财政下达6万元，其中青河县2万元、白山县3万元。", ["of_which 6 >= 2 + 3"]),
        ("全年支出80万元，其中人员经费40万元，公用经费10万元，债务支出30万元。", ["of_which 80 >= 40 + 10 + 30"]),
        ("参保900人，其中低保对象80人、残疾人60人。", ["of_which 900 >= 60", "of_which 900 >= 80"]),
        ("实施救助300人次，其中住院救助100人次、门诊救助200人次。", ["of_which 300 >= 100 + 200"]),
        ("核定编制40名，其中行政编制10名、事业编制30名。", ["of_which 40 >= 10 + 30"]),
        ("处理84家，其中暂停协议9家、解除协议2家，追回基金30万元。", ["of_which 84 >= 2", "of_which 84 >= 9"]),
        ("授予中小企业合同金额9万元，占100%，其中授予小微企业合同金额4万元。", ["of_which 9 >= 4"]),
        ("上级下达资金90万元，其中中央补助60万元，省级补助30万元。", ["of_which 90 >= 60 + 30"]),
        ("筹集资金90万元，其中中央补助60万元，省级补助20万元，上年结转10万元。", ["of_which 90 >= 60 + 20 + 10"]),
        ("现有定点机构18家，其中县级医院2家、卫生院9家，定点药店7家。", ["of_which 18 >= 2", "of_which 18 >= 9"]),
        ("支出约20万元，其中培训费5万元、印刷费3万元、咨询费等2万元。", ["of_which 20 >= 5 + 3 + 2"]),
    ],
)
def test_a_list_that_may_leave_something_out_is_of_which(
    extractor: Extractor, sentence: str, expected: list[str]
) -> None:
    assert sorted(relations(extractor, sentence)) == sorted(expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "本年收入100万元，支出80万元。",
        "基金收入100万元，支出80万元，其中缴费收入30万元、财政补助收入60万元、其他收入10万元。",
        "基金收入100万元、支出80万元，其中职工30万元、居民70万元。",
        "暂停协议43家、解除19家，其中移送公安3家。",
        "参保100万人，参保率98%，其中居民参保率97%。",
        "参保100万人，救助支出8万元，其中职工30万人、居民70万人。",
        "参保100万人，其中职工30万至35万人、居民70万人。",
        "支出80万元，其中基本支出50、项目支出30万元。",
        "职工、居民参保分别为30万人、70万人，其中均含退休人员。",
        "补助标准为每人640元，其中中央、省、市分别为300元、200元、140元。",
        "得分95分，其中决策20分、过程19分、产出56分。",
        "2023年末参保100人，享受待遇50人。其中职工30人、居民20人。",
        "支出5万元，其中主要用于设备维护，结余2万元。",
        "其中：基本支出50万元，项目支出30万元。",
        "见《其中甲8万元、乙2万元合计10万元》。",
    ],
)
def test_nothing_is_bound_where_the_words_leave_it_open(extractor: Extractor, sentence: str) -> None:
    assert relations(extractor, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("当年下达我市资金80万元，上年结转20万元，共计100万元。", ["parts 100 = 80 + 20"]),
        (
            "资金来源：中央60万元，省级40万元，合计100万元；使用：设备70万元，培训30万元，合计100万元。",
            ["parts 100 = 60 + 40", "parts 100 = 70 + 30"],
        ),
        ("到位中央资金46万元和8万元，合计54万元。", ["parts 54 = 46 + 8"]),
        ("居民参保46万人，职工参保12万人，两项合计58万人。", ["parts 58 = 46 + 12"]),
        ("门诊救助200人次、住院救助100人次，合计救助300人次。", ["parts 300 = 200 + 100"]),
        (
            "中央安排50万元，省财政安排30万元，市县财政安排20万元，各级财政补助合计100万元。",
            ["parts 100 = 50 + 30 + 20"],
        ),
        (
            "以远财社〔2023〕7号文件下达12万元、以远财社〔2024〕9号文件下达8万元，全年共下达补助资金20万元。",
            ["parts 20 = 12 + 8"],
        ),
        (
            "以《甲办法》（远财社〔2023〕7号）提前下达12万元；"
            "以《乙办法》（远财社〔2024〕9号）下达8万元。全年共下达补助资金20万元。",
            ["parts 20 = 12 + 8"],
        ),
        (
            "根据《关于提前下达中央补助的通知》（远财社〔2023〕7号）下达12万元、"
            "《关于下达中央补助的通知》（远财社〔2024〕9号）下达8万元，中央财政下达我市预算20万元。",
            ["parts 20 = 12 + 8"],
        ),
    ],
)
def test_a_total_may_follow_its_parts(extractor: Extractor, sentence: str, expected: list[str]) -> None:
    assert relations(extractor, sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "当年结余22万元，结余率8%，累计结余400万元。",
        "中央安排50万元，省级30万元，市级20万元，省、市配套资金合计50万元。",
        "中央安排50万元，省级30万元，市级20万元，两级财政合计50万元。",
        "检查118家，发现问题31家，共处理31家。",
        "收入总计100万元，支出总计100万元。",
        "年初预算50万元，追加10万元，支出合计60万元。",
        "上年结转20万元，本年收入80万元，本年支出合计90万元。",
        "以远财社〔2023〕7号文件下达中央补助12万元、以远财社〔2024〕9号文件下达中央补助8万元，省级财政下达5万元。",
        "以远财社〔2023〕7号文件下达12万元、以远财社〔2024〕9号文件下达8万元，我市共向县区下达15万元。",
        "以远财社〔2023〕7号文件下达12万元、以远财社〔2024〕9号文件下达8万元，我局安排3万元购置设备。",
    ],
)
def test_a_figure_that_only_follows_others_is_no_total(extractor: Extractor, sentence: str) -> None:
    assert relations(extractor, sentence) == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("中央补助由上年的45万元增加到50万元，增长11.1%。", ["parts 100 = 50 + 30 + 20"]),
        ("中央补助5000元。我局另有经费50万元。", ["parts 100 = 50 + 30 + 20"]),
        ("中央补助0.005亿元。", ["parts 100 = 0.005 + 30 + 20"]),
        ("中央补助42万元。", []),
        ("中央补助预算为50万元。", ["parts 100 = 30 + 20"]),
        ("中央补助比上年增加50万元。", ["parts 100 = 30 + 20"]),
        ("中央补助惠及50万人。", ["parts 100 = 30 + 20"]),
    ],
)
def test_the_first_part_may_be_told_in_a_sentence_before(extractor: Extractor, told: str, expected: list[str]) -> None:
    body = f"{told}本年省级安排30万元，市县安排20万元，全年可用资金合计100万元。"
    assert relations(extractor, body) == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("合计50万元", "parts 50 = 30 + 20"),
        ("合计40万元", "parts 40 = 30 + 20"),
        ("两项合计100万元", "parts 100 = 30 + 20"),
    ],
)
def test_a_sentence_before_adds_nothing_to_a_list_that_is_full(extractor: Extractor, total: str, expected: str) -> None:
    body = f"中央补助50万元。本年省级安排30万元，市县安排20万元，{total}。"
    assert relations(extractor, body) == [expected]


def test_a_line_before_is_another_matter(extractor: Extractor) -> None:
    body = "中央补助50万元。\n\n本年省级安排30万元，市县安排20万元，合计100万元。"
    assert relations(extractor, body) == ["parts 100 = 30 + 20"]


def test_an_inner_list_has_its_own_whole_and_its_parts_are_none_of_the_outer(extractor: Extractor) -> None:
    body = (
        "支出9万元，其中：因公出国（境）费1万元；公务用车购置及运行费6万元，其中公务用车购置费2万元，"
        "公务用车运行费4万元；公务接待费2万元。"
    )
    assert set(relations(extractor, body)) == {"parts 6 = 2 + 4", "parts 9 = 1 + 6 + 2"}


def test_a_bracket_splits_up_the_figure_right_before_it(extractor: Extractor) -> None:
    body = (
        "决算支出80万元。其中：基本支出50万元（人员经费40万元、公用经费10万元），用于运转；项目支出30万元，用于监管。"
    )
    assert set(relations(extractor, body)) == {"parts 50 = 40 + 10", "parts 80 = 50 + 30"}


def test_a_list_over_lines_ends_in_the_rest(extractor: Extractor) -> None:
    body = (
        "本年收入60万元，比上年减少5万元，下降7%，具体情况如下：\n\n1. 财政拨款收入55万元。\n\n"
        "2. 事业收入0万元。\n\n3. 其他收入5万元。"
    )
    assert relations(extractor, body) == ["parts 60 = 55 + 0 + 5"]


def test_a_list_over_lines_with_account_codes_is_complete(extractor: Extractor) -> None:
    body = (
        "一般公共预算支出60万元，增长2%，其中（按项级科目分类统计）：\n\n"
        "（一）2101501-行政运行支出50万元，增长3%。\n\n（二）2210201-住房公积金支出10万元，下降2%。"
    )
    assert relations(extractor, body) == ["parts 60 = 50 + 10"]


@pytest.mark.parametrize(
    ("last", "parts"),
    [
        ("其余各项：2101599其他医疗保障支出6万元；2210201住房公积金支出4万元。", "50 + 6 + 4"),
        (
            "其余各项：2101599其他医疗保障支出6万元，比上年增加1万元；2210201住房公积金支出4万元，与上年持平。",
            "50 + 6 + 4",
        ),
        (
            "其他各项：2101599其他医疗保障支出5万元、2101502信息化支出2万元、2210201住房公积金支出3万元。",
            "50 + 5 + 2 + 3",
        ),
        ("住房保障类：2210201住房公积金支出6万元；2210203购房补贴支出4万元。", "50 + 6 + 4"),
        ("2210201住房公积金支出：全年10万元，比上年增加2万元；上年8万元。", "50 + 10"),
    ],
)
def test_the_last_line_of_a_list_may_hold_several_items(extractor: Extractor, last: str, parts: str) -> None:
    body = f"财政拨款支出60万元，按科目分类统计如下：\n\n（一）2101501行政运行支出50万元，增长3%。\n\n（二）{last}"
    assert relations(extractor, body) == [f"parts 60 = {parts}"]


def test_a_last_line_that_is_called_the_rest_ends_a_list_without_codes(extractor: Extractor) -> None:
    body = "本年收入60万元，具体情况如下：\n\n1. 财政拨款收入55万元。\n\n2. 其余各项：事业收入3万元；利息收入2万元。"
    assert relations(extractor, body) == ["parts 60 = 55 + 3 + 2"]


def test_lines_may_state_a_budget_before_what_was_spent(extractor: Extractor) -> None:
    lines = ["1.因公出国（境）费预算1万元，支出0万元。", "2.公务用车购置及运行费预算7万元，支出6万元。"]
    body = "“三公”经费预算11万元，支出8万元，具体情况如下：\n\n" + "\n\n".join(
        [*lines, "3.公务接待费预算3万元，支出2万元。"]
    )
    assert set(relations(extractor, body)) == {"parts 11 = 1 + 7 + 3", "parts 8 = 0 + 6 + 2"}


@pytest.mark.parametrize("rest", ["项目支出30万元。", "项目支出元。"])
def test_lines_behind_a_closed_group_are_none_of_it(extractor: Extractor, rest: str) -> None:
    body = f"基本支出50万元，其中：\n\n人员经费40万元；\n\n公用经费10万元。\n\n{rest}"
    assert relations(extractor, body) == ["parts 50 = 40 + 10"]


def test_lines_of_accounts_without_codes_may_be_a_choice(extractor: Extractor) -> None:
    lines = [
        f"{n}.卫生健康支出（类）医保事务（款）{name}（项）。年初预算为{a}万元，支出决算为{b}万元，完成预算的9{n}%。"
        for n, name, a, b in ((1, "行政运行", 40, 41), (2, "信息化建设", 20, 19))
    ]
    body = "年初预算为70万元，支出决算为66万元，完成年初预算的94%。具体情况如下：\n\n" + "\n\n".join(lines)
    assert set(relations(extractor, body)) == {"of_which 66 >= 41 + 19", "of_which 70 >= 40 + 20"}


def test_lines_without_marks_are_read_for_a_closed_group(extractor: Extractor) -> None:
    body = (
        "一般公共预算基本支出50万元，其中：\n\n人员经费40万元，主要包括工资、津贴。\n\n公用经费10万元，主要包括办公费。"
    )
    assert relations(extractor, body) == ["parts 50 = 40 + 10"]


@pytest.mark.parametrize(
    "damage", [("2. 事业", "3. 事业"), ("3. 其他", "1. 其他"), ("2. 事业收入0万元", "2. 事业收入元")]
)
def test_a_list_with_a_wrong_mark_or_a_lost_figure_is_no_sum(extractor: Extractor, damage: tuple[str, str]) -> None:
    body = "本年收入60万元，具体情况如下：\n\n1. 财政拨款收入55万元。\n\n2. 事业收入0万元。\n\n3. 其他收入5万元。"
    assert not [line for line in relations(extractor, body.replace(*damage)) if line.startswith("parts")]


def test_projects_by_grade_are_all_projects(extractor: Extractor) -> None:
    body = "对2024年度5个项目实施部门评价，涉及资金30万元，评价等次为“优”“良”“中”“差”的项目分别是3个、1个、1个、0个。"
    assert relations(extractor, body) == ["parts 5 = 3 + 1 + 1 + 0"]


def test_a_row_keeps_its_place_its_unit_and_the_label_of_the_whole(extractor: Extractor) -> None:
    document = as_document(report_of("accounts", "全年基本支出约50万元，其中人员经费40万元、公用经费10万元。"))
    rows = extractor.extract(document)["relations"]
    assert [(r["role"], r["qualifier"], r["unit_label"]) for r in rows] == [
        ("whole", "about", "万元"), ("part", "exact", "万元"), ("part", "exact", "万元")
    ]  # fmt: skip
    assert {r["subject"] for r in rows} == {"全年基本支出"}
    assert all(document.text[r["char_start"] : r["char_end"]] == r["stated_text"] for r in rows)


@pytest.mark.parametrize(
    "text",
    ["其中", "，其中：", "共1辆，其中：、、；（", "共1万元（其中", "合计", "“”2个", "：\n1.\n2.", "A其中：\n（一）"],
)
def test_damage_gives_fewer_relations_not_an_exception(extractor: Extractor, text: str) -> None:
    assert relations(extractor, text) == []
