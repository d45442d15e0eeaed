"""Accounts written into config.toml: only what is meant changes."""

import stat
from pathlib import Path

import pytest
import tomlkit

from tui.config import edit
from tui.config.accounts import Account
from tui.config.errors import ConfigError
from tui.config.settings import AccountSettings, load

ACME = Account("acme", "lemlist", "https://proxy.example/api", read_only=True, token_command="pass show 'x'")
PLAIN = Account("plain.eu", "lemlist", "https://api.lemlist.com/api")

WRITTEN_BY_HAND = """\
# my settings
theme = "nord"   # at night

[accounts.first]  # the old one
service = "lemlist"
# a remark inside
read_only = true

[accounts.second]
service = "lemlist"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "below" / "config.toml"


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


def test_a_new_file_is_private(file: Path) -> None:
    edit.add_account(file, ACME)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load(file).settings.accounts == {
        "acme": AccountSettings("lemlist", "https://proxy.example/api", True, "pass show 'x'")
    }


def test_defaults_are_not_written(file: Path) -> None:
    edit.add_account(file, PLAIN)
    assert file.read_text() == '[accounts."plain.eu"]\nservice = "lemlist"\n'


def test_comments_order_and_mode_stay(file: Path) -> None:
    written(file, WRITTEN_BY_HAND).chmod(0o644)
    edit.add_account(file, PLAIN)
    assert file.read_text().startswith(WRITTEN_BY_HAND)
    assert list(load(file).settings.accounts) == ["first", "second", "plain.eu"]
    assert edit.remove_account(file, "plain.eu")
    assert file.read_text().rstrip() == WRITTEN_BY_HAND.rstrip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_removing_takes_only_that_table(file: Path) -> None:
    written(file, WRITTEN_BY_HAND)
    assert edit.remove_account(file, "first")
    result = load(file)
    assert result.problems == ()
    assert result.settings.theme == "nord"
    assert list(result.settings.accounts) == ["second"]
    assert "# my settings" in file.read_text()


@pytest.mark.parametrize(
    "text",
    [
        'accounts.first.service = "lemlist"\n',
        'accounts = { first = { service = "lemlist" } }\n',
        '[accounts]\nfirst = { service = "lemlist" }\n',
    ],
)
def test_other_ways_of_writing_accounts(file: Path, text: str) -> None:
    edit.add_account(written(file, text), PLAIN)
    result = load(file)
    assert result.problems == ()
    assert set(result.settings.accounts) == {"first", "plain.eu"}
    assert edit.remove_account(file, "first")
    assert set(load(file).settings.accounts) == {"plain.eu"}


def test_a_shape_that_cannot_be_continued_is_left_to_the_user(file: Path) -> None:
    text = 'accounts.first = { service = "lemlist" }\ntheme = "nord"\n'
    with pytest.raises(ConfigError, match="cannot be edited safely"):
        edit.add_account(written(file, text), PLAIN)
    assert file.read_text() == text


def test_an_edit_that_would_lose_something_is_not_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tomlkit, "dumps", lambda _: '[accounts."plain.eu"]\nservice = "lemlist"\n')
    written(file, WRITTEN_BY_HAND)
    with pytest.raises(ConfigError, match="cannot be edited safely") as caught:
        edit.add_account(file, PLAIN)
    assert "by hand" in caught.value.remedy
    assert file.read_text() == WRITTEN_BY_HAND


def test_a_name_that_is_taken(file: Path) -> None:
    edit.add_account(file, ACME)
    before = file.read_bytes()
    with pytest.raises(ConfigError, match="has an account “acme” already"):
        edit.add_account(file, ACME)
    assert file.read_bytes() == before


@pytest.mark.parametrize("text", ["[accounts", "theme = ", "a = 1\na = 2\n"])
def test_a_file_with_faults_is_not_touched(file: Path, text: str) -> None:
    written(file, text)
    with pytest.raises(ConfigError, match="not valid TOML"):
        edit.add_account(file, ACME)
    with pytest.raises(ConfigError, match="not valid TOML"):
        edit.remove_account(file, "acme")
    assert file.read_text() == text


def test_accounts_that_are_no_table(file: Path) -> None:
    written(file, "accounts = 3\n")
    with pytest.raises(ConfigError, match="is not a table"):
        edit.add_account(file, ACME)
    with pytest.raises(ConfigError, match="is not a table"):
        edit.remove_account(file, "acme")


def test_what_is_not_there_cannot_be_removed(file: Path) -> None:
    assert not edit.remove_account(file, "acme")
    assert not file.exists()


def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    target = written(tmp_path / "dotfiles" / "branchline.toml", 'theme = "nord"\n')
    file.parent.mkdir()
    file.symlink_to(target)
    edit.add_account(file, ACME)
    assert file.is_symlink()
    assert "acme" in target.read_text()
