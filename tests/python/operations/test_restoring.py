"""A backup is a home again: every file, the keys too, and nothing that was changed on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.operations import restoring
from orchestration.operations.restoring import back_up, restore
from orchestration.releases.hashing import file_hash


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path / "home")
    for name, text in {
        "raw/zendesk/ticket/1.parquet": "rows",
        "raw/ledger/000001.jsonl": "{}",
        "state/alerts.json": "{}",
        "keys/pseudonyms.key": "secret",
        "settings.yml": "threads: 2",
        "releases/000001/manifest.json": "{}",
        "releases/log.jsonl": '{"event": "removed"}',
        "build/candidate.duckdb": "large",
    }.items():
        path = found.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found.raw.chmod(0o700)
    found.releases.chmod(0o755)
    (found.releases / "000001" / "manifest.json").chmod(0o444)
    found.current.symlink_to("releases/000001")
    return found


def contents(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): path.read_text(encoding="utf-8")
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] not in ("build", "current", "refresh.lock")
    }


def test_what_was_backed_up_is_there_again_keys_too(home: Home, tmp_path: Path) -> None:
    assert back_up(home, tmp_path / "safe").new == 7
    again = Home(tmp_path / "again")
    assert restore(tmp_path / "safe", again).files == 7
    assert contents(again.root) == contents(home.root)
    assert (again.root / "keys/pseudonyms.key").read_text(encoding="utf-8") == "secret"
    assert again.current.resolve() == again.releases / "000001"
    modes = [folder.stat().st_mode & 0o777 for folder in (again.raw, again.releases)]
    assert modes == [0o700, 0o755]
    assert (again.releases / "000001/manifest.json").stat().st_mode & 0o777 == 0o444


def test_a_second_backup_copies_what_is_new_and_forgets_what_is_gone(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "safe")
    home.settings_file.write_text("threads: 4", encoding="utf-8")
    (home.state / "alerts.json").unlink()
    assert back_up(home, tmp_path / "safe").new == 1
    assert not (tmp_path / "safe/state/alerts.json").exists()


@pytest.mark.parametrize("step", ["_copy", "replace_text", "_take_place"])
def test_a_second_backup_that_was_cut_short_is_the_one_before_or_the_new_one(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    back_up(home, tmp_path / "safe")
    old = contents(home.root)
    home.settings_file.write_text("threads: 4", encoding="utf-8")
    (home.releases / "log.jsonl").write_text("{} {}", encoding="utf-8")
    with monkeypatch.context() as patched:
        known = len(old) if step == "_take_place" else 0
        _stop_at(patched, step, known)
        with pytest.raises(KeyboardInterrupt):
            back_up(home, tmp_path / "safe")
    restore(tmp_path / "safe", Home(tmp_path / "again"))
    assert contents(tmp_path / "again") == (contents(home.root) if step == "_take_place" else old)
    back_up(home, tmp_path / "safe")
    restore(tmp_path / "safe", Home(tmp_path / "later"))
    assert contents(tmp_path / "later") == contents(home.root)
    assert not list((tmp_path / "safe").rglob(".*.part"))


def _stop_at(patched: pytest.MonkeyPatch, step: str, calls: int) -> None:
    """The step works so many times, and is stopped then."""
    works, left = getattr(restoring, step), [calls]

    def stop(*given: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return works(*given)

    patched.setattr(restoring, step, stop)


def test_folders_on_another_disk_are_in_the_backup_and_what_cannot_be_read_is_told(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk/a.csv").write_text("a", encoding="utf-8")
    (tmp_path / "disk/b.csv").write_text("b", encoding="utf-8")
    home.inbox.symlink_to(tmp_path / "disk")

    def refused(path: Path) -> str:
        if path.name == "b.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return file_hash(path)

    monkeypatch.setattr(restoring, "file_hash", refused)
    assert back_up(home, tmp_path / "safe").passed_over == ("inbox/b.csv",)
    assert (tmp_path / "safe/inbox/a.csv").read_text(encoding="utf-8") == "a"


def test_a_folder_that_cannot_be_looked_into_is_told_in_the_inbox_and_stops_elsewhere(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (home.inbox / "files", home.state / "files"):
        folder.mkdir(parents=True)
    looked_into = Path.iterdir

    def refused(path: Path) -> Iterator[Path]:
        if path.name == "files":
            raise PermissionError(13, "Permission denied", str(path))
        return looked_into(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(PermissionError, match="state/files"):
        back_up(home, tmp_path / "safe")
    (home.state / "files").rmdir()
    assert back_up(home, tmp_path / "other").passed_over == ("inbox/files",)


def test_what_links_lead_to_is_in_the_backup_and_any_other_link_is_told(home: Home, tmp_path: Path) -> None:
    kept = tmp_path / "etc"
    (kept / "mappings/more").mkdir(parents=True)
    for name in ("key", "mappings/more/plans.csv"):
        (kept / name).write_text(name, encoding="utf-8")
    home.settings_file.rename(kept / "settings.yml")
    home.settings_file.symlink_to("../etc/settings.yml")
    for link, leads_to in {
        "erasure/key": kept / "key",
        "reference/mappings": kept / "mappings",
        "reference/up": home.root,
        "reference/itself": "itself",
        "reference/gone.csv": kept / "gone.csv",
        "inbox/zendesk/ticket/key.csv": kept / "key",
        "inbox/zendesk/folder": kept,
        "state/backups": tmp_path / "safe",
    }.items():
        (home.root / link).parent.mkdir(parents=True, exist_ok=True)
        (home.root / link).symlink_to(leads_to)
    told = ("inbox/zendesk/folder", "inbox/zendesk/ticket/key.csv")
    told += ("reference/gone.csv", "reference/itself", "reference/up")
    for _ in range(2):
        assert back_up(home, tmp_path / "safe").passed_over == (*told, "state/backups")
    restore(tmp_path / "safe", Home(tmp_path / "again"))
    again = contents(tmp_path / "again")
    assert again["settings.yml"] == "threads: 2" and again["erasure/key"] == "key"
    assert again["reference/mappings/more/plans.csv"] == "mappings/more/plans.csv"
    assert len(again) == 9


def test_a_backup_that_was_changed_is_not_restored(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "safe")
    (tmp_path / "safe/keys/pseudonyms.key").write_text("sacred", encoding="utf-8")
    with pytest.raises(
        CxwError, match=r"pseudonyms.key: is missing, or not what was backed up \(1 of 7 files\)"
    ):
        restore(tmp_path / "safe", Home(tmp_path / "again"))
    assert not (tmp_path / "again").exists()


def test_a_list_that_names_files_outside_of_the_backup_is_none(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "safe")
    path = tmp_path / "safe/backup.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace("settings.yml", "../settings.yml"), encoding="utf-8"
    )
    with pytest.raises(CxwError, match="outside of the backup"):
        restore(tmp_path / "safe", Home(tmp_path / "again"))


@pytest.mark.parametrize("place", ["home/raw/b", "home", "."])
def test_a_backup_lies_outside_of_the_home(home: Home, tmp_path: Path, place: str) -> None:
    with pytest.raises(CxwError, match="outside of the home"):
        back_up(home, tmp_path / place)


def test_nothing_is_overwritten(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "safe")
    with pytest.raises(CxwError, match="holds something; restore into a new folder"):
        restore(tmp_path / "safe", home)
    (tmp_path / "other").mkdir()
    (tmp_path / "other/file").touch()
    with pytest.raises(CxwError, match="holds something else"):
        back_up(home, tmp_path / "other")
