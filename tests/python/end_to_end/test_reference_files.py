"""A line that cannot be meant, in a file of reference/, stops the refresh before any work, and is named.

The refresh reads the files itself (tests/python/cli/test_reference_check.py); `dbt build` on its own refuses them too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from dbt_here import DbtHere
from running import Run

from orchestration.build import prepare_build, run_dbt
from orchestration.candidate import open_candidate
from orchestration.contract import load_contract
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.intake import take_deliveries
from orchestration.settings import Settings

CLOCK = ["stg_source_events", "stg_clock"]


def one_ticket(root: Path) -> Home:
    """A home with one ticket, and no file in reference/."""
    home = Home(root)
    folder = home.inbox / "files" / "ticketing.tickets"
    folder.mkdir(parents=True)
    (folder / "one.csv").write_text(
        "ticket_id,channel,status,created_at\n1,e-mail,open,2025-03-03T09:00:00Z\n", encoding="utf-8"
    )
    (home.root / "reference").mkdir()
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose path is full of what SQL takes for wildcards."""
    return one_ticket(tmp_path_factory.mktemp("reference") / "o'dd [1]* home")


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that this process builds: dbt may hold its files for a while, so that nobody else opens them."""
    return one_ticket(tmp_path_factory.mktemp("refusing") / "o'dd [1]* home")


@pytest.fixture(scope="module")
def refusal(refusing: Home, dbt_here: DbtHere) -> Callable[[], str]:
    """What `dbt build` of the clock says where it refuses."""

    def refused() -> str:
        prepare_build(refusing)
        return dbt_here.complaint(refusing, *CLOCK)

    return refused


def keep(home: Home, table: str, text: str) -> Path:
    """Makes this the only file of the company's reference data."""
    for other in (home.root / "reference").iterdir():
        other.unlink()
    file = home.root / "reference" / f"{table}.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_refresh_stops_at_a_key_that_stands_twice(home: Home, cxw: Run) -> None:
    """Case and blanks around a key do not matter: both lines say what `late` of Zendesk means, and not the same."""
    file = keep(home, "topic_words", "source,word,topic\nzendesk,Late,delivery\nZENDESK, late ,other\n")
    done = cxw(home.root, "refresh", expect=ExitCode.USAGE)
    said = f"error: {file}, line 3: the key (source, word) stands in line 2 too: zendesk, late; keep one of the lines."
    assert done.stderr == f"{said}\n"
    assert not home.raw.exists()


@pytest.mark.parametrize(
    ("table", "text", "complaint"),
    [
        (
            "channel_words",
            "source,word\nzendesk,x\n",
            "the column channel is missing; the header must be: source,word,channel",
        ),
        # A target of which variant? A channel of which name? A target of how much?
        (
            "kpi_targets",
            "kpi_id,variant,target\nreopen_rate,,5\n",
            "missing or is no number: reopen_rate, ; fill",
        ),
        (
            "channel_words",
            "source,word,channel\n*,x, \n",
            "missing or is no number: *, x; fill source, word, channel",
        ),
        (
            "kpi_targets",
            "kpi_id,variant,target\nreopen_rate,per_solved,five\nmrr,closing,5\n",
            "missing or is no number: reopen_rate, per_solved; fill",
        ),
        # The header is right: what is named is the line that is short, or long, or never closes its quote.
        (
            "channel_words",
            "source,word,channel\n*,y,email\n*,x\n",
            "CSV Error on Line: 3 Original Line: *,x Expected",
        ),
        (
            "channel_words",
            "source,word,channel\n*,y,email\n*,x,email,2\n",
            "CSV Error on Line: 3 Original Line: *,x,e",
        ),
        ("channel_words", 'source,word,channel\n*,"x,email\n*,y,email\n', "unterminated quote"),
    ],
)
def test_the_file_and_the_line_are_named(
    refusing: Home, refusal: Callable[[], str], table: str, text: str, complaint: str
) -> None:
    file = keep(refusing, table, text)
    message = refusal()
    assert str(file) in message and complaint in message


def test_a_build_that_refuses_a_file_says_that_no_node_ran(home: Home) -> None:
    file = keep(home, "channel_words", "source,word\nzendesk,x\n")
    with pytest.raises(CxwError) as failure:
        run_dbt(home, Settings(), progress=lambda message: None, select=CLOCK)
    assert failure.value.exit_code == ExitCode.BUILD_FAILED
    message = str(failure.value)
    assert "dbt build failed before any node ran" in message
    assert str(file) in message and "the column channel is missing" in message


@pytest.mark.parametrize(
    "text",
    [
        "source,word,channel\nfiles, E-Mail ,letter\n*,smoke,signal\n",
        "\ufeffsource;word;channel\r\nfiles;e-mail;letter\r\n*;smoke;signal\r\n",
        'note,"channel",word,source\n"by post, at last",letter,e-mail,files\n,signal,smoke,*\n',
    ],
    ids=["plain", "of a spreadsheet", "other order"],
)
def test_a_good_file_wins_over_the_shipped_words(home: Home, text: str, dbt_here: DbtHere) -> None:
    """Its line for one source stands beside the shipped one for all of them, which it does not replace.

    The clock is that of the one ticket: the raw store is read under a path full of wildcards.
    """
    take_deliveries(home, load_contract())
    keep(home, "channel_words", text)
    select = ["channel_words", "stg_reference__channel_words", *CLOCK]
    prepare_build(home)
    dbt_here.build(home, *select)
    with open_candidate(home.candidate) as connection:
        found = connection.execute(
            "select * from staging.stg_reference__channel_words where word in ('e-mail', 'smoke') order by 1, 2"
        ).fetchall()
        clock = connection.execute("select as_of::varchar from staging.stg_clock").fetchall()
    assert clock == [("2025-03-03 09:00:00",)]
    assert found == [("*", "e-mail", "email"), ("*", "smoke", "signal"), ("files", "e-mail", "letter")]


def test_a_shipped_rule_holds_until_the_companys_own_begins(home: Home, dbt_here: DbtHere) -> None:
    """The file has no severity, a rule with two lines, one of no shipped name, and one that counts another way."""
    take_deliveries(home, load_contract())
    lines = "Detractor,nps,5,,,2025-01-01,2025-06-01\ndetractor,nps,4,,,2025-06-01,\nnew,*,,Là-bas!,,2025-02-01,\n"
    lines += "dissatisfied,csat,1,,,2025-03-01,\n"
    lines = "\n".join(line + (",2 to 0" if line.startswith("dis") else ",") for line in lines.splitlines())
    header = "alert_rule,metric,threshold,keyword,segment,valid_from,valid_to,scale"
    keep(home, "alert_rules", f"{header}\n{lines}\n")
    select = ["alert_rules", "stg_reference__alert_rules", *CLOCK]
    prepare_build(home)
    dbt_here.build(home, *select)
    with open_candidate(home.candidate) as connection:
        found = connection.execute(
            "select alert_rule, cast(turned_threshold as int), valid_from::varchar, valid_to::varchar, severity_rank, keyword_words,"
            " is_negative_class, is_higher_better"
            " from staging.stg_reference__alert_rules order by all"
        ).fetchall()
    assert found == [
        ("detractor", 4, "2025-06-01", None, 2, None, False, None),
        ("detractor", 5, "2025-01-01", "2025-06-01", 2, None, False, None),
        ("detractor", None, None, "2025-01-01", 2, None, True, None),
        ("dissatisfied", 1, "2025-03-01", None, 2, None, False, False),
        ("dissatisfied", None, None, "2025-03-01", 2, None, True, None),
        ("new", None, "2025-02-01", None, 2, "la bas", False, None),
    ]


def test_an_as_of_before_the_first_event_is_refused(home: Home) -> None:
    """The one ticket was created at 09:00: a microsecond earlier nothing had happened, at 09:00 it had."""
    take_deliveries(home, load_contract())
    early, first = "2025-03-03T08:59:59.999999", "2025-03-03T09:00:00.000000"
    with pytest.raises(CxwError) as refusal:
        run_dbt(home, Settings(), as_of=early, progress=lambda message: None, select=CLOCK)
    assert refusal.value.exit_code is ExitCode.USAGE
    assert str(refusal.value) == (
        f"nothing had happened as of {early} UTC: the first event delivered is of 2025-03-03 09:00:00 UTC; "
        "give a later --as-of."
    )
    run_dbt(home, Settings(), as_of=first, progress=lambda message: None, select=CLOCK)
