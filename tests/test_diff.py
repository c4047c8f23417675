"""What `yibao diff` says of two warehouses that differ in one known thing: what changed, and exactly why."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import typer
from typer.testing import CliRunner

from ingest.diff.cli import diff
from ingest.diff.compare import UNEXPLAINED, UNKNOWN, UNRECORDED, compared
from ingest.lexicon import LEXICON, Lexicon
from tests.builds import query
from tests.helpers import CORPUS, ROOT
from tests.replay import Replay, record

pytestmark = pytest.mark.warehouse
HENGYANG, GUIZHOU = CORPUS / "01_hengyang_2024_transfer_payments.txt", CORPUS / "02_guizhou_2023_resident_subsidy.txt"
NANTONG, WEIFANG = CORPUS / "07_nantong_2024_department_overall.txt", CORPUS / "10_weifang_2023_final_accounts.txt"
XINAN = CORPUS / "06_xinan_2024_resident_subsidy.txt"
FILES = [HENGYANG, GUIZHOU, NANTONG, WEIFANG]
OTHER = "f" * 12
app = typer.Typer()
app.command()(diff)


@pytest.fixture(scope="session")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    return Replay(tmp_path_factory.mktemp("diff"), FILES)


@pytest.fixture(scope="session")
def base(replay: Replay) -> Path:
    return replay.build("base", FILES)


@pytest.fixture(scope="session")
def edited(replay: Replay) -> Path:
    """One digit of one report is another, and a line more stands at its top."""
    folder = replay.folder / "edited_reports"
    folder.mkdir()
    text = HENGYANG.read_text(encoding="utf-8")
    assert text.count("当年结余1.49亿元") == 1
    changed = text.replace("当年结余1.49亿元", "当年结余1.59亿元").replace(
        "湖南省医疗保障局、", "抄送\n湖南省医疗保障局、", 1
    )
    (folder / HENGYANG.name).write_text(changed, encoding="utf-8")
    return replay.build("edited", [folder / HENGYANG.name, *FILES[1:]], versions={"extractor": OTHER})


def changes(old: Path, new: Path, report: str | None = None) -> list[dict[str, Any]]:
    with compared(old, new, report) as found:
        return found.rows("select * from changes order by position")


def counts(rows: list[dict[str, Any]], *keys: str) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row[key] for key in keys) for row in rows)


def yibao_diff(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


# --- nothing differs


def test_what_dbt_has_built_and_its_replay_do_not_differ(replay: Replay, base: Path) -> None:
    assert changes(replay.first, base) == []


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_two_files_that_hold_the_same_are_told_in_one_line(base: Path, tmp_path: Path, form: str) -> None:
    shutil.copyfile(base, tmp_path / "copy.duckdb")
    for other in (tmp_path / "copy.duckdb", base):
        done = yibao_diff(base, other, "--format", form, "--exit-code")
        assert done.exit_code == 0
        told = done.stdout if form == "text" else done.stderr
        assert told.strip().splitlines() == [told.strip()]
        assert "no difference" in told and "of 4 documents (content_sha256 cafe)" in told


# --- who changed what


def test_a_changed_digit_is_told_with_both_places_and_its_source(base: Path, edited: Path) -> None:
    rows = changes(base, edited)
    # The extractor differs too, but what stands in a changed source is the source's.
    assert {row["reasons"] for row in rows} == {"source"}
    assert [(r["kind"], r["what"]) for r in rows if r["section"] == "document"] == [("changed", HENGYANG.name)]
    [fact] = [row for row in rows if row["section"] == "fact" and not row["is_quiet"]]
    lines = [
        next(n for n, line in enumerate(text.splitlines(), 1) if "当年结余1." in line)
        for text in (HENGYANG.read_text(encoding="utf-8"), "抄送\n" + HENGYANG.read_text(encoding="utf-8"))
    ]
    assert (fact["kind"], fact["old_value"], fact["new_value"]) == ("value", Decimal(149_000_000), Decimal(159_000_000))
    assert (fact["old_text"], fact["new_text"]) == ("1.49亿元", "1.59亿元")
    assert [fact["old_line_no"], fact["new_line_no"]] == lines
    assert "衡阳市 2024 城乡居民基本医疗保险" in fact["what"]
    [broke] = [row for row in rows if row["section"] == "verdict" and row["kind"] == "broke"]
    assert (broke["rule_code"], broke["old_text"], broke["new_text"]) == ("fund_balance", "consistent", "inconsistent")
    assert (broke["old_gap"], broke["new_gap"]) == (0, Decimal(10_000_000))
    [subject] = [row for row in rows if row["section"] == "subject" and row["measure"] == "current_balance_stated_yuan"]
    assert (subject["old_value"], subject["new_value"]) == (149_000_000, 159_000_000)


def test_all_else_of_a_changed_source_has_only_moved(base: Path, edited: Path) -> None:
    rows = [row for row in changes(base, edited) if row["section"] == "fact"]
    first = HENGYANG.read_text(encoding="utf-8").index("湖南省医疗保障局、")
    [(observations,)] = query(
        base,
        "select count(*) from marts.fct_observation join marts.dim_document using (document_id)"
        " where file_name = ? and char_start > ?",
        HENGYANG.name,
        first,
    )
    moved = [row for row in rows if row["kind"] == "moved"]
    assert sum(row["mart"] == "fct_observation" for row in moved) == observations - 1
    assert len(rows) == len(moved) + 1
    assert all(row["new_line_no"] == row["old_line_no"] + 1 for row in moved)


def test_what_comes_or_goes_with_a_file_is_counted_and_its_breaks_are_told(replay: Replay, base: Path) -> None:
    other = replay.build("other_files", [HENGYANG, GUIZHOU, WEIFANG, XINAN], versions={"models": OTHER})
    rows = changes(base, other)
    told = {(r["kind"], r["what"]) for r in rows if r["section"] == "document"}
    assert told == {("added", XINAN.name), ("removed", NANTONG.name)}
    facts = counts([row for row in rows if row["section"] == "fact"], "kind", "reasons", "mart", "is_quiet")
    for database, file, kind in ((base, NANTONG, "removed"), (other, XINAN, "added")):
        [(count,)] = query(
            database,
            "select count(*) from marts.fct_observation join marts.dim_document using (document_id)"
            " where file_name = ?",
            file.name,
        )
        assert facts[kind, f"document {kind}", "fct_observation", True] == count > 0
    assert {row["reasons"] for row in rows} == {"document added", "document removed"}
    gone = [row for row in rows if row["kind"] == "gone break"]
    new = [row for row in rows if row["kind"] == "new break"]
    broken = "select count(*) from marts.fct_reconciliation where verdict in ('inconsistent', 'conflict')"
    [(before,)], [(after,)] = query(base, broken), query(other, broken)
    assert after - before == len(new) - len(gone)


@pytest.fixture(scope="session")
def reworded(replay: Replay) -> Path:
    """The year's balance of a fund is taken for what has been saved up."""
    folder = replay.folder / "lexicon"
    shutil.copytree(LEXICON, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    words = (folder / "metrics.csv").read_text(encoding="utf-8")
    taken = "\n{当年|当期|本年|本年度|本期|年度}{收支|}{结余|结存|节余},fund_current_balance,"
    assert words.count(taken) == 1
    changed = words.replace(taken, taken.replace("_current_", "_cumulative_"))
    (folder / "metrics.csv").write_text(changed, encoding="utf-8")
    return replay.build("reworded", FILES, lexicon=Lexicon(folder), versions={"lexicon": OTHER})


def test_a_changed_wording_is_the_lexicons_and_the_number_keeps_its_place(base: Path, reworded: Path) -> None:
    rows = changes(base, reworded)
    assert {row["reasons"] for row in rows} == {"lexicon"}
    meant = [row for row in rows if row["kind"] == "meaning"]
    taken = "select count(*) from marts.fct_observation where metric_code = 'fund_current_balance'"
    [(before,)], [(after,)] = query(base, taken), query(reworded, taken)
    assert {row["mart"] for row in meant} == {"fct_observation"}
    assert len(meant) == before - after > 0
    for row in meant:
        assert all(row[f"old_{key}"] == row[f"new_{key}"] for key in ("id", "value", "line_no", "text"))
        named = "当年结余 → 衡阳市 2024 城乡居民基本医疗保险 累计结余"
        assert named in row["what"] or row["new_file"] != HENGYANG.name
    lost = [row for row in rows if row["section"] == "verdict" and row["rule_code"] == "fund_balance"]
    assert {row["old_text"] for row in lost} == {"consistent"}


def test_where_two_versions_differ_both_are_named(base: Path, reworded: Path, tmp_path: Path) -> None:
    both = tmp_path / "both.duckdb"
    shutil.copyfile(reworded, both)
    record(both, extractor=OTHER, lexicon=OTHER, rules="2" * 12, models="3" * 12)
    assert {row["reasons"] for row in changes(base, both)} == {"extractor + lexicon"}
    record(both, extractor="e" * 12, lexicon="1" * 12, rules="2" * 12, models="3" * 12)
    assert {row["reasons"] for row in changes(base, both)} == {UNEXPLAINED}
    with duckdb.connect(str(both)) as connection:
        connection.execute("update meta.build set lexicon_version = null")
    assert {row["reasons"] for row in changes(base, both)} == {UNRECORDED}
    with duckdb.connect(str(both)) as connection:
        connection.execute("drop schema meta cascade")
    assert {row["reasons"] for row in changes(base, both)} == {UNKNOWN}
    assert "built before builds were recorded: " in yibao_diff(base, both).stdout


def test_a_changed_rule_changes_its_verdicts_and_nothing_else(replay: Replay, base: Path) -> None:
    scaled = "update rules.reconciliation_rules set scale = 10 where rule_code = 'participation'"
    other = replay.build("other_rule", FILES, seeds=scaled, versions={"rules": OTHER, "models": OTHER})
    rows = changes(base, other)
    assert counts(rows, "section", "rule_code", "reasons").keys() == {("verdict", "participation", "rule")}
    fits = "select count(*) from marts.fct_reconciliation where rule_code = 'participation' and verdict = 'rounding'"
    [(rounding,)] = query(base, fits)
    broke = [row for row in rows if row["kind"] == "broke"]
    assert len(broke) == rounding > 0
    assert rows[: len(broke)] == broke  # hard ones come first
    assert all(row["new_text"].startswith("inconsistent") and row["severity"] == "hard" for row in broke)


def test_a_changed_model_is_told_as_such(replay: Replay, base: Path) -> None:
    models = {
        "fct_fund_balance": "months_payable_computed + 1 as months_payable_computed",
        "fct_reconciliation": "if(rule_code = 'fund_months', 'soft', severity) as severity",
    }
    other = replay.build("other_model", FILES, models=models, versions={"models": OTHER})
    rows = changes(base, other)
    [(funds,)] = query(base, "select count(*) from marts.fct_fund_balance where months_payable_computed is not null")
    [(months,)] = query(base, "select count(*) from marts.fct_reconciliation where rule_code = 'fund_months'")
    assert counts(rows, "section", "kind", "reasons") == {
        ("subject", "value", "model"): funds,
        ("verdict", "grade", "model"): months,
    }
    assert all(r["new_value"] == r["old_value"] + 1 for r in rows if r["section"] == "subject")


def test_a_computed_value_is_the_models_only_where_nothing_was_read_otherwise(base: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    shutil.copyfile(base, other)
    observation = "update marts.fct_observation set value = value * 10 where metric_code = 'fund_current_balance'"
    with duckdb.connect(str(other)) as connection:
        connection.execute(observation)
    versions = {"extractor": "e" * 12, "lexicon": "1" * 12, "rules": "2" * 12, "models": OTHER}
    for part, reasons in (("models", "model"), ("lexicon", "lexicon + model")):
        versions[part] = OTHER
        record(other, **versions)
        facts = [row for row in changes(base, other) if row["section"] == "fact"]
        assert counts(facts, "kind", "reasons").keys() == {("value", reasons)}
        [(balances,)] = query(
            base, "select count(*) from marts.fct_observation where metric_code = 'fund_current_balance'"
        )
        assert len(facts) == balances > 0


def test_a_file_is_found_again_under_another_name_or_told_as_rejected(base: Path, edited: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    shutil.copyfile(base, other)
    with duckdb.connect(str(other)) as connection:
        connection.execute(
            f"update marts.dim_document set file_name = 'new name.txt' where file_name = '{HENGYANG.name}'"
        )
    assert changes(base, other) == []  # a name is no fact
    # Another name and another content: by what the document says that it is.
    documents = [row for row in changes(edited, other) if row["section"] == "document"]
    assert [(r["kind"], r["old_file"], r["new_file"]) for r in documents] == [
        ("changed", HENGYANG.name, "new name.txt")
    ]
    with duckdb.connect(str(other)) as connection:
        for mart in ("fct_observation", "fct_indicator_score", "fct_statement_line", "fct_number", "dim_report"):
            found = "(select document_id from marts.dim_document where file_name = 'new name.txt')"
            connection.execute(f"delete from marts.{mart} where document_id = {found}")
        connection.execute("delete from marts.dim_document where file_name = 'new name.txt'")
        connection.execute(
            f"create table meta.rejected_file as select '{HENGYANG.name}' as file_name, 'encrypted' as reason"
        )
    assert f"removed  {HENGYANG.name}  拒收 rejected: encrypted" in yibao_diff(base, other).stdout


# --- kinds, by one row changed by hand


@pytest.fixture(scope="session")
def broken(base: Path) -> Path:
    """The base with breaks: these reports have none."""
    other = base.with_name("broken.duckdb")
    shutil.copyfile(base, other)
    with duckdb.connect(str(other)) as connection:
        connection.execute(
            "update marts.fct_reconciliation set verdict = 'inconsistent' where rule_code = 'fund_months'"
        )
    return other


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("update marts.fct_observation set qualifier = 'about' where {one}", ("fact", "precision", False)),
        ("update marts.fct_observation set decimals = decimals + 1 where {one}", ("fact", "precision", False)),
        ("update marts.fct_observation set is_primary = not is_primary where {one}", ("fact", "primary", False)),
        ("update marts.fct_observation set stated_text = '壹亿' where {one}", ("fact", "wording", True)),
        ("update marts.fct_observation set char_start = char_start + 1 where {one}", ("fact", "moved", True)),
        ("update marts.fct_observation set scheme_code = 'employee' where {one}", ("fact", "meaning", False)),
        ("delete from marts.fct_observation where {one}", ("fact", "removed", False)),
        ("update marts.fct_number set disposition = 'other' where {one}", ("number", "disposition", True)),
        ("update marts.fct_reconciliation set acknowledged = true where {broken}", ("verdict", "acknowledged", False)),
        ("update marts.fct_reconciliation set gap = gap + 1 where {broken}", ("verdict", "gap", False)),
        ("update marts.fct_reconciliation set verdict = 'consistent' where {broken}", ("verdict", "mended", False)),
        ("delete from marts.fct_reconciliation where {broken}", ("verdict", "gone break", False)),
        ("update marts.fct_reconciliation set verdict = 'not_checkable' where {fit}",
         ("verdict", "no longer checkable", False)),
        ("update marts.fct_reconciliation set verdict = 'consistent' where {open}",
         ("verdict", "now checkable", False)),
        ("delete from marts.fct_reconciliation where {fit}", ("verdict", "gone check", True)),
        ("update marts.dim_report set fiscal_year = 2030 where ordinal = 4", ("report", "changed", False)),
        ("update marts.fct_indicator_score set actual_text = '差' where {node}", ("fact", "value", False)),
        ("update marts.fct_statement_line set value = 1 where {cell}", ("fact", "value", False)),
    ],
)  # fmt: skip
def test_each_kind_of_change(broken: Path, tmp_path: Path, change: str, kind: tuple[str, str, bool]) -> None:
    def first(table: str, key: str, where: str = "true") -> str:
        return f"{key} = (select min({key}) from marts.{table} where {where})"

    other = tmp_path / "other.duckdb"
    shutil.copyfile(broken, other)
    with duckdb.connect(str(other)) as connection:
        connection.execute(
            change.format(
                one=first("fct_observation", "observation_id", "metric_code = 'fund_income'"),
                broken=first("fct_reconciliation", "check_id", "verdict = 'inconsistent'"),
                fit=first("fct_reconciliation", "check_id", "verdict = 'rounding'"),
                open=first("fct_reconciliation", "check_id", "verdict = 'not_checkable'"),
                node=first("fct_indicator_score", "indicator_id", "actual_text is not null and actual_value is null"),
                cell=first("fct_statement_line", "cell_id", "value > 1"),
            )
        )
    told = [(row["section"], row["kind"], row["is_quiet"]) for row in changes(broken, other)]
    assert told == [kind]
    back = {"removed": "added", "gone break": "new break", "gone check": "new check", "mended": "broke"}
    back |= {"acknowledged": "no longer acknowledged", "now checkable": "no longer checkable"}
    back |= {there: here for here, there in back.items()}
    other_way = [(row["section"], row["kind"], row["is_quiet"]) for row in changes(other, broken)]
    assert other_way == [(kind[0], back.get(kind[1], kind[1]), kind[2])]


# --- how it is told


def test_csv_is_exact_sorted_and_harmless(base: Path, edited: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    shutil.copyfile(edited, other)
    with duckdb.connect(str(other)) as connection:
        connection.execute("update marts.fct_observation set stated_text = '=cmd|x' where stated_text = '1.59亿元'")
    done = yibao_diff(base, other, "--format", "csv")
    assert done.exit_code == 0
    assert done.stdout == yibao_diff(base, other, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    [fact] = [row for row in rows if row["section"] == "fact"]
    assert (fact["old_value"], fact["new_value"], fact["new_text"]) == ("149000000", "159000000", "'=cmd|x")
    everything = list(csv.DictReader(io.StringIO(yibao_diff(base, other, "--format", "csv", "--all").stdout)))
    assert [row for row in everything if row in rows] == rows
    assert Counter(row["kind"] for row in everything)["moved"] > 100


def test_json_has_both_builds_and_the_summary_of_all(base: Path, edited: Path) -> None:
    told = json.loads(yibao_diff(base, edited, "--format", "json").stdout)
    assert told["old"]["build"]["extractor_version"] == "e" * 12
    assert told["new"]["build"]["extractor_version"] == OTHER
    assert told["documents"] == {"changed": 1, "same": 3}
    rows = changes(base, edited)
    assert len(told["changes"]) == sum(not row["is_quiet"] for row in rows)
    summed = {(s["section"], s["kind"], s["reason"]): s["n"] for s in told["summary"]}
    assert sum(summed.values()) == sum(row["n"] for row in rows)
    assert summed["fact", "value", "source"] == 1


def test_text_tells_what_why_and_where(base: Path, edited: Path) -> None:
    told = yibao_diff(base, edited).stdout
    lines = " ".join(told.split())
    assert "3 same, 1 changed, 0 added, 0 removed" in lines
    assert "149,000,000元「1.49亿元」 :38 → 159,000,000元「1.59亿元」 :39 ← 来源文件 source" in lines
    assert "相符变不符 fitted, now broken" in lines and "consistent → inconsistent" in lines
    assert "移位 moved" in lines


def test_a_report_limits_what_is_told(base: Path, edited: Path) -> None:
    of_file = changes(base, edited, "hengyang")
    assert {row["new_file"] for row in of_file} == {HENGYANG.name}
    assert {row["section"] for row in of_file} == {"document", "verdict", "fact"}
    assert changes(base, edited, "贵州") == []
    silent = yibao_diff(base, edited, "--report", "贵州", "--exit-code")
    assert (silent.exit_code, silent.stdout.strip().endswith("of these reports")) == (0, True)
    done = yibao_diff(base, edited, "--report", "无此报告")
    assert done.exit_code == 2
    assert "no such report" in done.stderr and "衡阳市2024年度城乡医疗救助补助资金绩效自评报告" in done.stderr


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("absent", "no warehouse"),
        ("text", "cannot be read as a warehouse"),
        ("empty", "a database without marts"),
        ("older", "of another contract, without fct_observation.decimals; build it again"),
    ],
)
def test_what_cannot_be_compared_is_named(base: Path, tmp_path: Path, spoil: str, words: str) -> None:
    file = tmp_path / "spoilt.duckdb"
    if spoil == "text":
        file.write_text("no database", encoding="utf-8")
    elif spoil == "older":
        shutil.copyfile(base, file)
    if spoil in ("empty", "older"):
        with duckdb.connect(str(file)) as connection:
            older = "alter table marts.fct_observation drop decimals"
            connection.execute(older if spoil == "older" else "create table t (a integer)")
    for pair in ((base, file), (file, base)):
        done = yibao_diff(*pair)
        assert done.exit_code == 2
        assert f"{file}: " in done.stderr and words in done.stderr


def test_exit_status_tells_of_differences_only_where_asked(base: Path, edited: Path) -> None:
    assert yibao_diff(base, edited).exit_code == 0
    assert yibao_diff(base, edited, "--exit-code").exit_code == 1


def test_neither_file_is_written_to(base: Path, edited: Path) -> None:
    before = [(file.read_bytes(), file.stat().st_mtime_ns) for file in (base, edited)]
    yibao_diff(base, edited, "--all")
    assert [(file.read_bytes(), file.stat().st_mtime_ns) for file in (base, edited)] == before
    assert not [*base.parent.glob("*.wal"), *edited.parent.glob("*.wal")]


# --- question 13


def test_question_13_finds_the_same_observation_and_verdict(base: Path, edited: Path) -> None:
    sql = (ROOT / "analyses" / "q13_what_changed.sql").read_text(encoding="utf-8")
    for mart in ("dim_document", "fct_observation", "fct_reconciliation"):
        sql = sql.replace(f"{{{{ ref('{mart}') }}}}", f"marts.{mart}")
    with duckdb.connect(str(edited), read_only=True) as connection:
        connection.execute(f"attach '{base}' as earlier (read_only)")
        found = connection.execute(sql).fetchall()
    observations = [row for row in found if row[0] == "observation"]
    [(_, file_name, source_is, _, old_words, new_words, old_value, new_value, old_line, new_line)] = observations
    assert (file_name, source_is, old_words, new_words) == (
        HENGYANG.name,
        "changed",
        "1.49亿元 exact",
        "1.59亿元 exact",
    )
    assert (old_value, new_value, old_line, new_line) == (149_000_000, 159_000_000, 38, 39)
    told = [row for row in changes(base, edited) if row["section"] == "verdict" and not row["is_quiet"]]
    assert len(found) - 1 == len(told) > 0
