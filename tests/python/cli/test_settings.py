"""settings.yml: every mistake is said with file, setting, value and what is allowed."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.settings import Settings


def load(tmp_path: Path, text: str) -> Settings:
    home = Home(tmp_path)
    home.settings_file.write_text(text, encoding="utf-8")
    return Settings.load(home)


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    settings = Settings.load(Home(tmp_path))
    assert settings == Settings()
    assert (settings.recontact_days, settings.service_level_seconds, settings.releases_to_keep) == (7, 20, 14)
    assert settings.reporting_currency is None and settings.reporting_time_zone == "UTC"
    assert settings.threshold("zendesk") == 0.05


def test_what_the_file_says_is_laid_over_the_defaults(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        "reporting_currency: EUR\nreporting_time_zone: Europe/Paris\nquarantine_thresholds: {zendesk: 0.2}\n",
    )
    assert (settings.reporting_currency, settings.reporting_time_zone) == ("EUR", "Europe/Paris")
    assert (settings.threshold("zendesk"), settings.threshold("stripe")) == (0.2, 0.05)
    assert settings.recontact_days == 7


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "recontact_day: 7",
            r"settings.yml: unknown setting 'recontact_day'. Did you mean 'recontact_days'\?",
        ),
        ("qqq: 7", "unknown setting 'qqq'. Known settings: reporting_currency, "),
        ("recontact_days: week", "recontact_days is 'week'; it must be a whole number from 1 to 3650"),
        ("recontact_days: true", "recontact_days is True; it must be"),
        ("recontact_days: 0", "recontact_days is 0; it must be"),
        ("recontact_days:", "recontact_days is None; it must be"),
        (
            "fiscal_year_starts_month: 13",
            "fiscal_year_starts_month is 13; it must be a whole number from 1 to 12",
        ),
        ("reporting_time_zone: Paris", "reporting_time_zone is 'Paris'; it must be an IANA time zone"),
        ("reporting_currency: euro", "reporting_currency is 'euro'; it must be an ISO 4217 code"),
        ("gross_margin: 80", "gross_margin is 80; it must be a share from 0 to 1"),
        ("gross_margin: .nan", "gross_margin is nan; it must be a share from 0 to 1"),
        ("releases_to_keep: 1", "releases_to_keep is 1; it must be a whole number from 2 to 10000"),
        ("quarantine_thresholds: {zendesk: 5}", "quarantine_thresholds is .* it must be a share"),
        (
            "quarantine_thresholds: 0.05",
            "quarantine_thresholds is 0.05; it must be a share from 0 to 1 for each",
        ),
        ("memory_limit: 1500", "memory_limit is 1500; it must be a size with its unit"),
        ("memory_limit: lots", "memory_limit is 'lots'; it must be a size with its unit"),
        ("memory_limit: 10B", "memory_limit is '10B'; it must be a size with its unit"),
        ("memory_limit: 1500MIGB", "memory_limit is '1500MIGB'; it must be"),
        ("memory_limit: 199MB", "memory_limit is '199MB'; it must be a size .* 200MB or more"),
        ("memory_limit: 1_500MB", "memory_limit is '1_500MB'; it must be"),
        (
            "reporting_time_zone: localtime",
            "reporting_time_zone is 'localtime'; it must be an IANA time zone",
        ),
        ("reporting_time_zone: Factory", "reporting_time_zone is 'Factory'; it must be an IANA time zone"),
        ("reporting_currency: XQQ", "reporting_currency is 'XQQ'; it must be an ISO 4217 code"),
        ("quarantine_thresholds: {zendsk: 0.1}", r"no source is called 'zendsk'; did you mean 'zendesk'\?"),
        ("quarantine_thresholds: {qq: 0.1}", "no source is called 'qq'; known sources: files, salesforce"),
        (
            "recontact_days: 99999999999999999999",
            "recontact_days is 9+; it must be a whole number from 1 to 3650",
        ),
        ("event_tolerance_minutes: 2000000", "it must be a whole number from 0 to 525600"),
        ("zendesk_topic_column: 'the topic'", "zendesk_topic_column is 'the topic'; it must be the name of"),
        ("zendesk_topic_column: 'a\"b'", "zendesk_topic_column is .* it must be the name of a column"),
        ("zendesk_topic_column: Topic", "it must be the name of a column, in small letters"),
        ("? [a]\n: 1", "settings.yml: cannot be read as YAML: a name must be a word"),
        ("threads: 2024-13-45", "settings.yml: cannot be read as YAML"),
        ("alert_webhook: example.org", "alert_webhook is 'example.org'; it must be an address"),
        ("threads: 2\nthreads: 3", "cannot be read as YAML: 'threads' is set twice"),
        ("threads: [", "settings.yml: cannot be read as YAML"),
        ("- threads", "must hold lines of the form 'name: value'"),
    ],
)
def test_a_mistake_is_explained(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(CxwError, match=complaint) as refusal:
        load(tmp_path, text)
    assert refusal.value.exit_code == ExitCode.USAGE
    assert str(tmp_path / "settings.yml") in str(refusal.value)


def test_models_get_the_choices_and_not_the_machinery() -> None:
    variables = Settings().dbt_vars()
    assert variables["renewal_grace_days"] == 30 and variables["zendesk_topic_column"] == "custom_topic"
    assert {"memory_limit", "threads", "alert_webhook", "quarantine_thresholds", "as_of"}.isdisjoint(
        variables
    )


def test_every_setting_is_documented_and_every_default_is_allowed() -> None:
    for declared in fields(Settings):
        assert len(Settings.meaning_of()[declared.name]) > 20, declared.name
        assert declared.metadata["allowed"].accepts(getattr(Settings(), declared.name)), declared.name


def test_the_limits_themselves_are_allowed(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        "memory_limit: 200MB\nrecontact_days: 3650\nzendesk_topic_column: custom_thème_2\nreporting_currency: JPY\n"
        "reporting_time_zone: Pacific/Auckland\nevent_tolerance_minutes: 0\n",
    )
    assert (settings.memory_limit, settings.recontact_days) == ("200MB", 3650)
    assert [load(tmp_path, f"memory_limit: {size}").memory_limit for size in ("2 GiB", "1.5gb")] == [
        "2 GiB",
        "1.5gb",
    ]


def test_a_threshold_may_be_that_of_any_source_that_delivers(tmp_path: Path) -> None:
    (tmp_path / "inbox" / "acme").mkdir(parents=True)
    assert load(tmp_path, "quarantine_thresholds: {acme: 0.5, files: 0.1}").threshold("acme") == 0.5
