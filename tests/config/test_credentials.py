"""Where keys come from, in which order, and how they are kept."""

import json
import os
import shlex
import stat
import sys
import types
from pathlib import Path

import pytest

from tui.config import credentials, paths
from tui.config.accounts import SANDBOX_ACCOUNT, Account, AccountError
from tui.config.credentials import Secret, forget_secret, get_secret, lent, secret_source, store_secret

KEY = "kPlanted0123456789"
ACME = Account("acme", "lemlist", "https://api.lemlist.com/api")


def command(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


def with_command(code: str) -> Account:
    return Account("acme", "lemlist", ACME.base_url, token_command=command(code))


def refused(account: Account) -> AccountError:
    with pytest.raises(AccountError) as caught:
        get_secret(account)
    assert KEY not in str(caught.value)
    assert caught.value.remedy
    return caught.value


class Keyring:
    """A keyring in memory that stands for a real one."""

    priority = 5.0

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch, home: Path) -> Keyring:
    """A machine with a keyring, and with the folders of the platform."""
    ring = Keyring()
    module = types.ModuleType("keyring")
    module.get_keyring = lambda: ring  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.delenv("BRANCHLINE_HOME")
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home))
    return ring


def test_the_sandbox_has_its_own() -> None:
    assert get_secret(SANDBOX_ACCOUNT).reveal() == "sandbox"
    assert secret_source(SANDBOX_ACCOUNT) == "built in"


def test_without_any_the_sentence_says_how_to_give_one() -> None:
    error = refused(ACME)
    assert "no key for the account “acme”" in error.cause
    assert "BRANCHLINE_ACME_API_KEY" in error.remedy
    assert "https://app.lemlist.com/settings/integrations" in error.remedy
    assert secret_source(ACME) == "none"


def test_the_order(monkeypatch: pytest.MonkeyPatch, keyring: Keyring) -> None:
    keyring.set_password("branchline", "acme", "from-keyring")
    account = with_command("print('from-command')")
    monkeypatch.setenv("BRANCHLINE_ACME_API_KEY", "from-variable")
    found = [(get_secret(account).reveal(), secret_source(account))]
    monkeypatch.delenv("BRANCHLINE_ACME_API_KEY")
    found.append((get_secret(account).reveal(), secret_source(account)))
    found.append((get_secret(ACME).reveal(), secret_source(ACME)))
    keyring.priority = 0
    store_secret(ACME, Secret("from-file"))
    found.append((get_secret(ACME).reveal(), secret_source(ACME)))
    assert found == [
        ("from-variable", "environment variable BRANCHLINE_ACME_API_KEY"),
        ("from-command", "token_command"),
        ("from-keyring", "system keyring"),
        ("from-file", str(paths.credentials_file())),
    ]


def test_a_variable_that_is_set_but_empty_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    store_secret(ACME, Secret(KEY))
    monkeypatch.setenv("BRANCHLINE_ACME_API_KEY", "")
    assert "the environment variable BRANCHLINE_ACME_API_KEY is empty" in refused(ACME).cause


def test_a_key_may_be_lent_before_it_is_kept() -> None:
    with lent(ACME, Secret(KEY)):
        assert get_secret(ACME).reveal() == KEY
    refused(ACME)


class TestCommand:
    def test_what_it_prints_is_the_key(self) -> None:
        assert get_secret(with_command(f"print({KEY!r})")).reveal() == KEY

    def test_a_failure_shows_what_it_complained_about_but_not_what_it_printed(self) -> None:
        code = f"import sys; print({KEY!r}); sys.stderr.write('no \\x1b[31msuch {KEY} entry'); sys.exit(3)"
        error = refused(with_command(code))
        assert error.cause == "The token_command of “acme” failed with exit code 3: no ␛[31msuch ••• entry."

    def test_a_failure_in_silence(self) -> None:
        assert refused(with_command("raise SystemExit(1)")).cause.endswith("failed with exit code 1.")

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("", "is empty"),
            (f"print({KEY!r}); print('user: me')", "has more than one line"),
            (f"print({KEY!r} + chr(233))", "which no key has"),
            ("import sys; sys.stdout.buffer.write(bytes([255]))", "which no key has"),
        ],
    )
    def test_output_that_is_no_key(self, code: str, words: str) -> None:
        assert words in refused(with_command(code)).cause

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("no-such-command-here --show", "cannot be started: no-such-command-here: No such file or directory"),
            ("pass 'show", "cannot be read: No closing quotation"),
            ("  ", "is empty"),
            ("/", "cannot be started"),
            ("echo\x00 x", "cannot be started"),
        ],
    )
    def test_lines_that_are_no_command(self, line: str, words: str) -> None:
        assert words in refused(Account("acme", "lemlist", ACME.base_url, token_command=line)).cause

    def test_one_that_does_not_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(credentials, "COMMAND_SECONDS", 0.2)
        assert "did not end within" in refused(with_command("import threading; threading.Event().wait()")).cause

    def test_it_cannot_wait_for_the_keyboard(self) -> None:
        assert "is empty" in refused(with_command("import sys; print(sys.stdin.read(), end='')")).cause

    def test_it_runs_without_a_shell(self, tmp_path: Path) -> None:
        target = tmp_path / "made"
        account = Account("acme", "lemlist", ACME.base_url, token_command=f"echo x > {target}")
        refused(account)
        assert not target.exists()

    def test_asking_for_its_source_does_not_run_it(self, tmp_path: Path) -> None:
        target = tmp_path / "made"
        assert secret_source(with_command(f"open({str(target)!r}, 'w').close()")) == "token_command"
        assert not target.exists()


class TestKeyring:
    def test_it_is_preferred_for_keeping(self, keyring: Keyring) -> None:
        assert store_secret(ACME, Secret(KEY)) == "the system keyring"
        assert keyring.kept == {("branchline", "acme"): KEY}
        assert not paths.credentials_file().exists()
        assert get_secret(ACME).reveal() == KEY
        assert forget_secret(ACME) == ("the system keyring",)
        assert keyring.kept == {}

    def test_one_that_keeps_nothing_is_not_trusted(self, keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(keyring, "set_password", lambda *_: None)
        assert store_secret(ACME, Secret(KEY)) == str(paths.credentials_file())
        assert get_secret(ACME).reveal() == KEY

    def test_one_that_fails_is_the_same_as_none(self, keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: str) -> str:
            raise RuntimeError("locked")

        for name in ("get_password", "set_password", "delete_password"):
            monkeypatch.setattr(keyring, name, fail)
        assert store_secret(ACME, Secret(KEY)) == str(paths.credentials_file())
        assert get_secret(ACME).reveal() == KEY
        assert forget_secret(ACME) == (str(paths.credentials_file()),)

    def test_a_home_of_its_own_leaves_the_keyring_alone(
        self, keyring: Keyring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        keyring.set_password("branchline", "acme", KEY)
        monkeypatch.setenv("BRANCHLINE_HOME", str(tmp_path / "other"))
        refused(ACME)

    def test_the_extra_may_be_missing(self, keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "keyring", None)
        refused(ACME)
        assert keyring.kept == {}


class TestFile:
    def test_only_its_owner_may_read_it(self) -> None:
        where = store_secret(ACME, Secret(KEY))
        path = Path(where)
        assert path == paths.credentials_file()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert json.loads(path.read_text()) == {"acme": KEY}
        assert [item.name for item in path.parent.iterdir()] == [path.name], "nothing temporary is left"

    @pytest.mark.skipif(os.name != "posix", reason="other platforms have no such modes")
    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o666])
    def test_one_that_others_may_read_is_refused(self, mode: int) -> None:
        path = Path(store_secret(ACME, Secret(KEY)))
        path.chmod(mode)
        error = refused(ACME)
        assert "Other users of this machine may read" in error.cause
        assert f"chmod 600 {path}" in error.remedy
        assert secret_source(ACME).startswith("none: Other users")
        with pytest.raises(AccountError):
            store_secret(ACME, Secret(KEY))
        with pytest.raises(AccountError):
            forget_secret(ACME)

    def test_accounts_come_and_go_one_by_one(self) -> None:
        other = Account("other", "lemlist", ACME.base_url)
        store_secret(ACME, Secret(KEY))
        store_secret(other, Secret("kOther"))
        store_secret(ACME, Secret("kNew"))
        assert get_secret(ACME).reveal() == "kNew"
        assert forget_secret(ACME) == (str(paths.credentials_file()),)
        assert forget_secret(ACME) == ()
        assert get_secret(other).reveal() == "kOther"

    @pytest.mark.parametrize("content", [f'{{"acme": "{KEY}"', "[]", '{"acme": 3}', "", "\x00", "[" * 100_000])
    def test_a_damaged_one_is_named_and_not_overwritten(self, content: str, home: Path) -> None:
        home.mkdir()
        path = paths.credentials_file()
        path.touch(mode=0o600)
        path.write_text(content)
        assert "is damaged" in refused(ACME).cause
        with pytest.raises(AccountError, match="is damaged"):
            store_secret(ACME, Secret(KEY))
        assert path.read_text() == content

    def test_bytes_that_are_no_text(self, home: Path) -> None:
        home.mkdir()
        path = paths.credentials_file()
        path.touch(mode=0o600)
        path.write_bytes(b"\xff\xfe")
        assert "is damaged" in refused(ACME).cause

    def test_a_folder_in_its_place(self, home: Path) -> None:
        paths.credentials_file().mkdir(parents=True, mode=0o700)
        assert "cannot be read" in refused(ACME).cause

    def test_a_disk_that_refuses(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        store_secret(ACME, Secret("kOld"))
        monkeypatch.setattr(os, "replace", full)
        with pytest.raises(AccountError, match="cannot be written") as caught:
            store_secret(ACME, Secret(KEY))
        assert KEY not in str(caught.value)
        folder = paths.credentials_file().parent
        assert KEY not in "".join(file.read_text() for file in folder.iterdir())
        assert get_secret(ACME).reveal() == "kOld"
