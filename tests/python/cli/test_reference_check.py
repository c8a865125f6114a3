"""reference/*.csv, read when a refresh starts: what cannot be meant is said with its file and line, exit code 2."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.reference import check_reference, reference_tables

Cxw = Callable[..., int]


def refusal(tmp_path: Path, name: str, content: str | bytes) -> str:
    """What is said of this one file, without the path of the home."""
    home = Home(tmp_path)
    home.reference.mkdir(exist_ok=True)
    (home.reference / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CxwError) as error:
        check_reference(home)
    assert error.value.exit_code is ExitCode.USAGE
    return str(error.value).removeprefix(f"{home.reference}/")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("channels.csv", "did you mean channel_words.csv?"),
        ("kpi_target.csv", "did you mean kpi_targets.csv?"),
        ("topic_words.CSV", "did you mean topic_words.csv?"),
        (
            "zz",
            "the files are alert_rules.csv, channel_words.csv, kpi_targets.csv, penalty_bands.csv, standard_handling_times.csv,"
            " topic_words.csv, verbatim_terms.csv.",
        ),
    ],
)
def test_a_file_that_nobody_reads_is_refused(tmp_path: Path, name: str, said: str) -> None:
    told = refusal(tmp_path, name, "source,word,channel\n")
    assert told == f"{name}: no such reference file is known, so nobody would read it; {said}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "kpi_id,variant,target\nreopen_rat,per_solved,5\n",
            "2: no KPI is called reopen_rat; did you mean reopen_rate?",
        ),
        (
            "kpi_id,variant,target\nqqqqq,x,5\n",
            "2: no KPI is called qqqqq; docs/kpi_values.md says which there are.",
        ),
        (
            "kpi_id,variant,target\nmrr,closing,5\n\nreopen_rate,per_closed,5\n",
            "4: reopen_rate has no variant per_closed; it has per_solved.",
        ),
        ("kpi_id,variant,target\nmrr,closing,five\n", "2: target is no number; write it like 12.5."),
        ("kpi_id,variant,target\nmrr,closing,inf\n", "2: target is no number; write it like 12.5."),
        ("kpi_id,variant,target\nmrr,,5\n", "2: variant is missing; fill kpi_id, variant, target."),
        (
            "kpi_id,variant,target\nmrr,closing,5\nMRR, closing ,6\n",
            "3: the key (kpi_id, variant) stands in line 2 too: mrr, closing; keep one of the lines.",
        ),
        ("kpi_id,variant,target\nmrr,closing\n", "2: 2 values where the header has 3."),
        (
            'kpi_id,variant,target\nmrr,"closing,5\nnps,mean,5\n',
            "2: a quote is not closed, or text follows it.",
        ),
        (
            "kpi_id;variant\nmrr;closing\n",
            "1: the column target is missing; the header must be: kpi_id,variant,target",
        ),
        ("", "1: the column kpi_id is missing; the header must be: kpi_id,variant,target"),
        (
            "kpi_id,variant,target\nmrr,closing,5,é\n".encode("latin-1"),
            "2: is not UTF-8; save the file as UTF-8.",
        ),
    ],
)
def test_a_line_that_cannot_be_meant_is_named(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert refusal(tmp_path, "kpi_targets.csv", text) == f"kpi_targets.csv, line {said}"


@pytest.mark.parametrize(
    "text",
    [
        "kpi_id,variant,target\nreopen_rate,per_solved,5\nnps,relational,-10.5\n",
        '\ufeffnote;variant;target;kpi_id\r\n"by post;\r\nat last";closing;5;MRR\r\n',
    ],
    ids=["of a planned KPI too", "of a spreadsheet"],
)
def test_a_good_file_is_taken(tmp_path: Path, text: str) -> None:
    home = Home(tmp_path)
    check_reference(home)
    home.reference.mkdir()
    (home.reference / "kpi_targets.csv").write_text(text, encoding="utf-8")
    (home.reference / ".kpi_targets.csv.swp").write_bytes(b"\xff")
    check_reference(home)


def test_a_band_may_have_no_cap_and_must_have_numbers(tmp_path: Path) -> None:
    header = "penalty_band,from_compliance,to_compliance,credit_percent,cap_percent\n"
    home = Home(tmp_path)
    home.reference.mkdir()
    (home.reference / "penalty_bands.csv").write_text(f"{header}gold,95,99,5,\n", encoding="utf-8")
    check_reference(home)
    said = refusal(tmp_path, "penalty_bands.csv", f"{header}gold,95,99,five,\n")
    assert said == "penalty_bands.csv, line 2: credit_percent is no number; write it like 12.5."


@pytest.mark.parametrize("day", ["2025-02-30", "01/03/2025", "2025-3-1", "20250301", "soon"])
def test_a_day_that_is_none_is_named(tmp_path: Path, day: str) -> None:
    header = "alert_rule,metric,threshold,keyword,segment,valid_from,valid_to\n"
    said = refusal(
        tmp_path,
        "alert_rules.csv",
        f"{header}churn,*,,leave,,2025-03-01, \nangry,csat,negative,,,2025-03-01,{day}\n",
    )
    assert said == "alert_rules.csv, line 3: valid_to is no date; write it like 2025-03-31."


def test_a_rule_may_change_and_has_no_severity_of_its_own(tmp_path: Path) -> None:
    header = "alert_rule,metric,threshold,keyword,segment,valid_from,valid_to"
    home = Home(tmp_path)
    home.reference.mkdir()
    lines = "churn,nps,6,,,2025-01-01,2025-03-01{0}\nchurn,nps,5,,,2025-03-01,{1}\n"
    file = home.reference / "alert_rules.csv"
    file.write_text(f"{header}\n{lines.format('', '')}", encoding="utf-8")
    check_reference(home)
    file.write_text(f"{header},severity\n{lines.format(', HIGH', ',')}", encoding="utf-8")
    check_reference(home)
    said = refusal(tmp_path, file.name, f"{header},severity\n{lines.format(',', ',urgent')}")
    assert said == "alert_rules.csv, line 3: severity is none of high, medium, low."
    said = refusal(
        tmp_path, file.name, f"{header}\nchurn,nps,6,,,2025-03-01,\nChurn,csat,negative,,,2025-03-01,\n"
    )
    assert said.startswith(
        "alert_rules.csv, line 3: the key (alert_rule, valid_from) stands in line 2 too: churn"
    )


def test_a_rule_says_when_it_begins(tmp_path: Path) -> None:
    """Else a new one would be one of all the past, and one of a shipped name would take back what that one raised."""
    lines = "alert_rule,metric,threshold,keyword,segment,valid_from,valid_to\ndetractor,nps,5,,, ,\n"
    assert refusal(tmp_path, "alert_rules.csv", lines) == (
        "alert_rules.csv, line 2: valid_from is missing; give the day from which the rule holds, like 2025-03-31, so that"
        " no past changes."
    )


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("csat,2,", "of which scale is 2? Fill scale, like 1 to 5, or write negative."),
        ("*,2,", "of which scale is 2? Fill scale, like 1 to 5, or write negative."),
        ("csat,bad,", "threshold is no number; write it like 12.5, or negative."),
        ("csat,2,5", "scale is none; write it from the worst answer to the best, like 1 to 5."),
        ("csat,2,3 to 3", "scale is none; write it from the worst answer to the best, like 1 to 5."),
        ("csat,6,5 to 1", "threshold is not on the scale 5 to 1."),
        ("csat,negative,1 to 5", "scale is for a threshold that is a number; leave it empty."),
        ("nps,6,", None),
        ("csat, Negative ,", None),
        ("csat,2,5 To 1", None),
        ("*,negative,", None),
    ],
)
def test_a_number_is_one_of_a_scale(tmp_path: Path, rule: str, said: str | None) -> None:
    text = (
        f"alert_rule,metric,threshold,scale,keyword,segment,valid_from,valid_to\nangry,{rule},,,2025-03-01,\n"
    )
    if said:
        assert refusal(tmp_path, "alert_rules.csv", text) == f"alert_rules.csv, line 2: {said}"
        return
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "alert_rules.csv").write_text(text, encoding="utf-8")
    check_reference(Home(tmp_path))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("wait time,waiting\n?!,odd\n", "line 3: term has no word; write one or more, like wait time."),
        (",waiting\n", "line 2: term is missing; fill term, topic."),
        ("wait time,\n", "line 2: topic is missing; fill term, topic."),
        (
            "Délai d'attente,waiting\n delai  D\u2019ATTENTE ,queue\n",
            "line 3: the key (term) stands in line 2 too: delai d attente; keep one of the lines.",
        ),
    ],
)
def test_a_term_is_its_words(tmp_path: Path, lines: str, said: str) -> None:
    """Not its accents, capitals and signs: two spellings of the same words would mean two topics."""
    assert refusal(tmp_path, "verbatim_terms.csv", f"term,topic\n{lines}") == f"verbatim_terms.csv, {said}"


@pytest.mark.parametrize("valid_to", ["2025-03-01", "2025-02-28"])
def test_a_rule_that_ends_before_it_begins_is_named(tmp_path: Path, valid_to: str) -> None:
    """The days are those from the first up to the other, which is not one of them."""
    header = "alert_rule,metric,threshold,keyword,segment,valid_from,valid_to\n"
    said = refusal(tmp_path, "alert_rules.csv", f"{header}angry,csat,negative,,,2025-03-01 ,{valid_to}\n")
    assert said == (
        "alert_rules.csv, line 2: valid_to is not after valid_from, so the rule would never hold; write the day after its"
        " last one, or leave it empty."
    )
    (tmp_path / "reference" / "alert_rules.csv").write_text(
        f"{header}angry,csat,negative,,,2025-03-01,2025-03-02\n", encoding="utf-8"
    )
    check_reference(Home(tmp_path))


def test_the_tables_are_those_that_dbt_declares() -> None:
    assert {table.name: (table.columns, table.key, table.numbers) for table in reference_tables()} == {
        "channel_words": (("source", "word", "channel"), ("source", "word"), ()),
        "topic_words": (("source", "word", "topic"), ("source", "word"), ()),
        "kpi_targets": (("kpi_id", "variant", "target"), ("kpi_id", "variant"), ("target",)),
        "penalty_bands": (
            ("penalty_band", "from_compliance", "to_compliance", "credit_percent", "cap_percent"),
            ("penalty_band", "from_compliance"),
            ("from_compliance", "to_compliance", "credit_percent", "cap_percent"),
        ),
        "standard_handling_times": (("channel", "minutes"), ("channel",), ("minutes",)),
        "alert_rules": (
            (
                *("alert_rule", "metric", "threshold", "scale", "keyword", "segment"),
                *("valid_from", "valid_to", "severity"),
            ),
            ("alert_rule", "valid_from"),
            ("threshold",),
        ),
        "verbatim_terms": (("term", "topic"), ("term",), ()),
    }


def test_a_refresh_reads_them_before_any_work(
    home: Home, cxw: Cxw, capsys: pytest.CaptureFixture[str]
) -> None:
    home.reference.mkdir()
    (home.reference / "channels.csv").write_text("source,word,channel\n", encoding="utf-8")
    assert cxw("refresh") == ExitCode.USAGE
    assert "did you mean channel_words.csv?" in capsys.readouterr().err
    assert not home.ledger_dir.exists()
