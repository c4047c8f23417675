"""GB/T 2260 divisions: the list, names in a text, and what stands around them."""

from __future__ import annotations

import pytest

from ingest.find.regions import RegionIndex

NATION, HUNAN, HUAIHUA, HECHENG, HUITONG = "000000", "430000", "431200", "431202", "431225"


def test_every_division_has_its_parents(regions: RegionIndex) -> None:
    for region in regions.by_code.values():
        for code in (region.parent, region.province, region.prefecture):
            assert not code or code in regions.by_code, region


def test_every_county_stands_below_a_province(regions: RegionIndex) -> None:
    for region in regions.by_code.values():
        if region.level in ("county", "prefecture"):
            province = regions.by_code[region.province]
            assert province.level == "province"
            assert province.code[:2] == region.code[:2]


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("怀化市医疗保障局", HUAIHUA),
        ("新疆维吾尔自治区哈密市医疗保障局", "650500"),  # a county-level city until 2016
        ("汕尾市城区医疗保障局", "441502"),
        ("广东省汕尾市城区", "441502"),
        ("湖南省怀化市会同县医疗保障局", HUITONG),
        ("怀化市鹤城区医保局", HECHENG),
        ("会同县医疗保障局", HUITONG),
        ("湖南省医疗保障局", HUNAN),
        ("凉山州医疗保障局", "513400"),
        ("凉山彝族自治州医疗保障局", "513400"),
        ("内蒙古医疗保障局", "150000"),
        ("内蒙古自治区医疗保障局", "150000"),
        ("靖州苗族侗族自治县医疗保障局", "431229"),
        ("靖州县医疗保障局", "431229"),
        ("徐州市鼓楼区医疗保障局", "320302"),
        ("南京市鼓楼区医疗保障局", "320106"),
        ("福州市鼓楼区医疗保障局", "350102"),
        ("北京市朝阳区医疗保障局", "110105"),
        ("市医疗保障局", ""),
        ("国家医疗保障局", ""),
        ("太谷县医疗保障局", "140703"),
        ("长乐市民政局", "350112"),
        ("绵阳高新技术产业开发区社会事务局", "510700"),
        ("四川省绵阳高新区", "510700"),
        ("昆山经济技术开发区管委会", "320583"),
        ("第八师医疗保障局", "659001"),
        ("兰州医保中心", "620100"),
    ],
)
def test_an_issuer_resolves_to_its_division(regions: RegionIndex, phrase: str, code: str) -> None:
    assert regions.resolve(phrase) == code


def test_an_ambiguous_county_is_not_guessed(regions: RegionIndex) -> None:
    assert regions.resolve("鼓楼区医疗保障局") == ""


@pytest.mark.parametrize(
    ("around", "code"),
    [
        ("徐州市委、市政府部署", "320302"),
        ("江苏省徐州市", "320302"),
        ("福州市财政局", "350102"),
        ("徐州市与福州市", ""),
    ],
)
def test_an_ambiguous_county_is_told_by_the_words_around_it(regions: RegionIndex, around: str, code: str) -> None:
    assert regions.resolve("鼓楼区医疗保障局", around) == code


def test_the_name_of_a_prefecture_wins_over_a_county_of_the_same_name(regions: RegionIndex) -> None:
    names: dict[str, set[str]] = {}
    for region in regions.by_code.values():
        names.setdefault(region.name, set()).add(region.level)
    doubled = [name for name, levels in names.items() if {"county", "prefecture"} <= levels]
    for name in doubled:
        assert regions.by_code[regions.resolve(name)].level != "county"


def test_inner_names_are_those_below_with_and_without_suffix(regions: RegionIndex) -> None:
    inner = regions.inner_names(HUAIHUA)
    assert inner["会同县"] == inner["会同"] == HUITONG
    assert inner["鹤城区"] == HECHENG
    assert inner["靖州苗族侗族自治县"] == inner["靖州县"] == "431229"
    assert "长沙市" not in inner


def test_a_province_knows_its_prefectures_and_their_counties(regions: RegionIndex) -> None:
    inner = regions.inner_names(HUNAN)
    assert (inner["怀化市"], inner["怀化"], inner["会同县"]) == (HUAIHUA, HUAIHUA, HUITONG)


def test_outer_names_are_prefecture_and_province(regions: RegionIndex) -> None:
    outer = regions.outer_names(HUITONG)
    assert set(outer.values()) == {HUAIHUA, HUNAN}
    assert outer["怀化市"] == outer["怀化"] == HUAIHUA
    assert regions.outer_names(HUNAN) == {}


def test_short_names_that_are_words_are_no_places(regions: RegionIndex) -> None:
    for region in regions.by_code.values():
        if region.level == "prefecture":
            assert not {"和平", "平安", "建设", "合作", "稳定"} & set(regions.inner_names(region.code))


def test_descent_goes_through_all_levels(regions: RegionIndex) -> None:
    assert regions.descends(HUITONG, HUAIHUA)
    assert regions.descends(HUITONG, HUNAN)
    assert not regions.descends(HUAIHUA, HUITONG)


def test_the_name_of_a_city_is_not_that_of_a_county_in_it(regions: RegionIndex) -> None:
    assert "抚顺" not in regions.inner_names("210400")
    assert regions.inner_names("210400")["抚顺县"] == "210421"
    assert regions.inner_names("532300")["楚雄市"] == "532301" and "楚雄" not in regions.inner_names("532300")


@pytest.mark.parametrize(("city", "name", "inner"), [("450600", "防城港市", "防城"), ("320700", "连云港市", "连云")])
def test_a_city_named_like_a_district_and_more_is_itself(
    regions: RegionIndex, city: str, name: str, inner: str
) -> None:
    pattern = regions.inner_pattern(city)
    assert pattern.search(f"{name}医疗保障局核定编制40人") is None
    found = pattern.search(f"{name}{inner}区参保")
    assert found is not None and regions.inner_names(city)[found[0]] == regions.resolve(f"{name}{inner}区")


def test_a_division_with_a_common_name_is_one_in_a_list_and_no_word_of_a_sentence(regions: RegionIndex) -> None:
    assert regions.inner_names("510400")["东区"] == "510402"
    assert regions.inner_pattern("510400").search("东区参保") is None
