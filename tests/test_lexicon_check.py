"""What a lexicon that cannot be used says: file, line, and what to do; all of it together."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ingest.lexicon
from ingest.cli import app
from ingest.lexicon import Lexicon, LexiconError
from ingest.lexicon.schema import LISTS, SCALES
from tests.helpers import LEXICON, REFERENCE


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the word lists and of the reference seeds, to spoil."""
    words, seeds = tmp_path / "lexicon", tmp_path / "reference"
    for source, target in ((LEXICON, words), (REFERENCE, seeds)):
        target.mkdir()
        for path in source.glob("*.csv"):
            shutil.copy(path, target)
    return words, seeds


def complaints(folders: tuple[Path, Path]) -> list[str]:
    """What loading the copies says, one problem a row."""
    with pytest.raises(LexiconError) as caught:
        Lexicon(*folders)
    first, *rest = str(caught.value).split("\n  ")
    assert first == "the lexicon cannot be used:"
    return rest


def add(folder: Path, name: str, *rows: str) -> int:
    """Append rows; the line of the last one."""
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8") + "".join(f"{row}\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return text.count("\n")


def test_every_file_of_the_lexicon_is_declared() -> None:
    assert {path.stem for path in LEXICON.glob("*.csv")} == set(LISTS)


# list, row, what is said of it
BROKEN = [
    # codes
    ("metrics", "续保率,renewal_rate,,,", "unknown metric_code 'renewal_rate'; take one of seeds/reference/metrics"),
    ("metrics", "续保率,participation_rat,,,", "such as participation_rate"),
    ("metrics", "续保率,participation_rate,everyone,,", "unknown scheme_code 'everyone'"),
    ("metrics", "续保率,participation_rate,,always,", "unknown context 'always'; take one of codes.csv"),
    ("schemes", "学生医保,student", "unknown scheme_code 'student'; take one of seeds/reference/schemes.csv"),
    ("programs", "学生补助,student_subsidy,resident", "unknown program_code 'student_subsidy'"),
    ("funding_levels", "乡级,township", "unknown funding_level 'township'; take one of seeds/reference/funding"),
    ("statements", "收支平衡表,FA10", "unknown statement_code 'FA10'"),
    ("measures", "FA10,,结余数,amount", "unknown statement_code 'FA10'"),
    ("measures", "FA06,,结余数,rest", "unknown measure_code 'rest'"),
    ("measures", "FA06,,结余数,score", "FA06 has no measure 'score'; take one of seeds/reference/measures.csv"),
    ("measures", "FA04,income,结余数,total", "FA04 has no measure 'total' in section income"),
    ("measures", "FA06,left,结余数,amount", "unknown section 'left'"),
    ("comparators", "恰好,before,precisely,", "unknown qualifier 'precisely'; take one of seeds/reference/qual"),
    ("comparators", "恰好,befor,exact,", "unknown position 'befor'; take one of codes.csv, such as before"),
    ("genres", "年报,yearbook,a yearbook", "unknown document_type 'yearbook'"),
    ("roles", "争取达,wish", "unknown role 'wish'; take one of codes.csv"),
    ("table_words", "汇总,sum", "unknown role 'sum'"),
    ("indicator_headers", "权数,weight", "unknown role 'weight'"),
    ("indicator_levels", "成效,7", "unknown level '7'"),
    ("units", "锭,coin,0,", "unknown unit_class 'coin'; take one of codes.csv, such as count"),
    ("units", "锭,count,yes,", "unknown scalable 'yes'"),
    ("metric_units", "renewals,家", "unknown metric_code 'renewals'"),
    ("metric_nouns", "吨数,weight", "unknown unit_class 'weight'"),
    ("scheme_defaults", "all,always,resident", "unknown rule 'always'"),
    ("closed_groups", "moods,glad,sometimes,,,高兴", "unknown need 'sometimes'"),
    ("codes", "metrics,colour,red,red ones", "no list 'metrics' has a code column 'colour'"),
    # spelling
    ("metrics", "ＤＲＧ续保率,participation_rate,,,", "is not spelt as text is compared, half-width; write 'DRG"),
    ("schemes", " 学生医保,resident", "begins or ends with a blank"),
    ("units", "锭（个）,count,0,", "write '锭(个)'"),
    ("indicator_headers", "权数(%),full", "is compared without brackets and blanks; write '权数'"),
    ("schemes", ",resident", "phrase is empty; fill it in or delete the row"),
    ("genres", "年报(,other,a yearbook", "is no regular expression"),
    ("units", "锭,count,0,章||印", "has an empty guard; write words divided by |"),
    ("units", "锭,count,0,章|(", "is no regular expression"),
    # rows that are never reached
    ("schemes", "居民医保,employee", "'居民医保' is shadowed by line "),
    ("schemes", "居民医保,resident", "'居民医保' repeats line "),
    ("table_words", "小计,subtotal", "'小计' repeats line "),
    ("metrics", "参保率,participation_rate,resident,,", "'参保率' is shadowed by line "),
    ("metrics", "参保率,satisfaction_rate,,,", "(participation_rate); delete one of them or give one a context"),
    ("metrics", "参保率,,,,", "or here, none; keep one"),
    ("measures", "FA01,income,金额,amount", "which has no section; give that one a section"),
    ("units", "部队,count,1,", "no row in seeds/reference/unit_labels.csv for 部队 百部队"),
    ("units", "多人,person,0,", "'多人' is shadowed by 多 of comparators.csv; write the unit without it"),
    # units and metrics
    ("metrics", "参保覆盖比例,insured_persons,,,", "'参保覆盖比例' names numbers in percent, insured_persons takes"),
    ("metric_units", "satisfaction_rate,% 家", "wrong unit class: '家' is count, satisfaction_rate takes percent"),
    ("metric_units", "satisfaction_rate,% 锭", "unknown unit '锭'; add it to units.csv"),
    ("closed_groups", "sex,male,optional,,,男性", "need of sex male is 'required' in line "),
    # shape
    ("schemes", "学生医保,resident,1", "3 cells, the header has 2; put quotes around a cell with a comma"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "said"), BROKEN)
def test_a_row_that_cannot_be_used_is_told_with_its_line(
    folders: tuple[Path, Path], name: str, row: str, said: str
) -> None:
    line = add(folders[0], name, row)
    found = complaints(folders)
    assert any(problem.startswith(f"{name}.csv line {line}: ") and said in problem for problem in found), found


def test_a_unit_of_the_wrong_class_is_told(folders: tuple[Path, Path]) -> None:
    add(folders[1], "unit_labels", "锭,count,0,")
    add(folders[0], "units", "锭,percent,0,")
    assert "wrong unit class: '锭' is count in seeds/reference/unit_labels.csv, not percent" in complaints(folders)[0]


def test_a_unit_that_begins_with_an_unscaled_one_is_told(folders: tuple[Path, Path]) -> None:
    add(folders[1], "unit_labels", *(f"{scale}所次,count,0," for scale in ("", *SCALES)))
    add(folders[0], "units", "所次,count,1,")
    [problem] = complaints(folders)
    assert "(所); give that one not_before 次" in problem


def test_several_problems_are_told_together(folders: tuple[Path, Path]) -> None:
    first = add(folders[0], "schemes", "学生医保,student")
    second = add(folders[0], "roles", "争取达,wish", "争取至,wish")
    assert [problem.split(":")[0] for problem in complaints(folders)] == [
        f"roles.csv line {second - 1}", f"roles.csv line {second}", f"schemes.csv line {first}",
    ]  # fmt: skip


def test_of_very_many_problems_the_first_are_told_and_the_rest_counted(folders: tuple[Path, Path]) -> None:
    add(folders[0], "roles", *(f"争取{number}次,wish" for number in range(30)))
    found = complaints(folders)
    assert (len(found), found[-1]) == (21, "and 10 more")


def test_a_missing_column_is_told_with_the_header(folders: tuple[Path, Path]) -> None:
    (folders[0] / "schemes.csv").write_text("phrase\n居民医保\n", encoding="utf-8")
    assert complaints(folders) == [
        "schemes.csv line 1: column scheme_code is missing; the header is phrase,scheme_code"
    ]  # fmt: skip


def test_a_column_too_many_is_told_with_the_header(folders: tuple[Path, Path]) -> None:
    (folders[0] / "schemes.csv").write_text("phrase,scheme_code,remark\n居民医保,resident,\n", encoding="utf-8")
    assert "schemes.csv line 1: columns are others than expected" in complaints(folders)[0]


def test_missing_files_are_all_named(folders: tuple[Path, Path]) -> None:
    (folders[0] / "metrics.csv").unlink()
    (folders[1] / "schemes.csv").unlink()
    found = complaints(folders)
    assert [problem.split(":")[0] for problem in found] == ["metrics.csv", "schemes.csv"]
    assert all("the checkout is incomplete" in problem for problem in found)


def test_a_file_in_another_encoding_says_how_to_save_it(folders: tuple[Path, Path]) -> None:
    (folders[0] / "roles.csv").write_bytes("phrase,role\n增长,up\n".encode("gb18030"))
    assert complaints(folders) == ["roles.csv: not UTF-8; save it as CSV UTF-8"]


def test_an_open_quote_is_told(folders: tuple[Path, Path]) -> None:
    (folders[0] / "roles.csv").write_text('phrase,role\n"增长,up\n', encoding="utf-8")
    assert complaints(folders)[0].startswith("roles.csv: no CSV")


def test_what_a_spreadsheet_program_writes_is_read(folders: tuple[Path, Path]) -> None:
    for path in folders[0].glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert Lexicon(*folders).rows("metrics") == Lexicon().rows("metrics")


def test_a_metric_of_the_seed_needs_a_unit_class_and_a_scheme_rule(folders: tuple[Path, Path]) -> None:
    line = add(folders[1], "metrics", "waiting_days,等待天数,Days waited,day,duration,service,sometimes,Days waited")
    first, second = complaints(folders)
    assert first.startswith(f"metrics.csv line {line}: unit_code 'day' has no unit class; take one of yuan, person")
    assert second == f"metrics.csv line {line}: scheme_default 'sometimes' has no row in scheme_defaults.csv; add it"


def test_a_phrase_with_readings_of_different_units_or_surroundings_is_fine(folders: tuple[Path, Path]) -> None:
    add(folders[0], "metrics", "参保率,satisfaction_rate,,weak,", "参保达,beneficiary_visits,,,")
    assert {row["metric_code"] for row in Lexicon(*folders).rows("metrics") if row["phrase"] == "参保达"} == {
        "insured_persons", "beneficiary_visits",
    }  # fmt: skip


def test_a_composed_phrase_is_a_row_for_each_of_its_phrases(folders: tuple[Path, Path]) -> None:
    line = add(folders[0], "metrics", "{续|断}保{人数|}率,participation_rate,,,", "断保率,satisfaction_rate,,,")
    assert complaints(folders) == [
        f"metrics.csv line {line}: '断保率' as satisfaction_rate is shadowed by line {line - 1} (participation_rate); "
        "delete one of them or give one a context"
    ]


def test_a_phrase_composed_of_one_that_is_there_repeats_it(folders: tuple[Path, Path]) -> None:
    line = add(folders[0], "schemes", "{居民|学生}医保,resident")
    [said] = complaints(folders)
    assert said.startswith(f"schemes.csv line {line}: '居民医保' ")


def test_the_command_line_says_it_and_lands_nothing(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = add(folders[0], "schemes", "学生医保,student")
    monkeypatch.setattr(ingest.lexicon.Lexicon, "__init__", _loading(folders))
    report = tmp_path / "report.txt"
    report.write_text("参保率98%\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["ingest", str(report), "--landing", str(tmp_path / "landing")])
    assert result.exit_code == 2
    assert f"schemes.csv line {line}: unknown scheme_code 'student'" in result.stderr
    assert not (tmp_path / "landing").exists()


def _loading(folders: tuple[Path, Path]) -> object:
    original = Lexicon.__init__
    return lambda self: original(self, *folders)


def test_loading_takes_less_than_a_blink() -> None:
    def seconds() -> float:
        started = time.process_time()
        Lexicon()
        return time.process_time() - started

    assert min(seconds() for _ in range(3)) < 0.08
