"""config.toml: what is right is taken, what is wrong is named, nothing stops the program."""

from pathlib import Path

import pytest

from tui.config.settings import DEFAULT_THEME, THEMES, AccountSettings, Loaded, Settings, load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def loaded(file: Path, text: str) -> Loaded:
    file.write_text(text, encoding="utf-8")
    return load(file)


def only_problem(result: Loaded) -> str:
    assert len(result.problems) == 1, result.problems
    return result.problems[0]


def test_no_file_means_defaults(file: Path) -> None:
    assert load(file) == Loaded(Settings())


def test_a_whole_file(file: Path) -> None:
    result = loaded(
        file,
        """
        theme = "nord"
        [accounts.acme]
        service = "lemlist"
        base_url = "https://proxy.example/lemlist/"
        read_only = true
        token_command = "pass show acme"
        [accounts.other]
        service = "lemlist"
        """,
    )
    assert result.problems == ()
    assert result.settings.theme == "nord"
    assert result.settings.accounts == {
        "acme": AccountSettings("lemlist", "https://proxy.example/lemlist", True, "pass show acme"),
        "other": AccountSettings("lemlist"),
    }


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbftheme = "nord"\r\n')
    assert load(file) == Loaded(Settings(theme="nord"))


def test_an_unknown_theme_is_named_with_the_nearest(file: Path) -> None:
    result = loaded(file, 'theme = "branchline-drak"')
    assert result.settings.theme == DEFAULT_THEME
    problem = only_problem(result)
    assert problem.startswith(f"{file}: theme must be one of branchline-dark, ")
    assert problem.endswith("Did you mean “branchline-dark”?")


def test_an_unknown_key_is_named_with_the_nearest_and_the_rest_stays(file: Path) -> None:
    result = loaded(file, 'theem = "nord"\ntheme = "dracula"')
    assert result.settings.theme == "dracula"
    assert only_problem(result) == (
        f"{file}: theem is not a setting. Did you mean “theme”? Known here: theme, trash_days, accounts."
    )


@pytest.mark.parametrize("value", ["1", "true", "[]", "{}", "1979-05-27", "inf"])
def test_a_theme_of_another_type(file: Path, value: str) -> None:
    result = loaded(file, f"theme = {value}")
    assert result.settings == Settings()
    assert "theme must be one of" in only_problem(result)


def test_broken_toml_is_named_with_its_line(file: Path) -> None:
    result = loaded(file, 'theme = "nord"\n\n[accounts\n')
    assert result.settings == Settings()
    assert result.accounts_lost
    assert "line 3" in only_problem(result)
    assert str(file) in only_problem(result)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "not UTF-8 text (byte 1)"),
        (b"x = " + b"[" * 100_000, "nested too deeply"),
        (b"\x00", "not valid TOML"),
        (b"a = 1\na = 2", "not valid TOML"),
    ],
)
def test_files_that_are_no_toml_at_all(file: Path, content: bytes, words: str) -> None:
    file.write_bytes(content)
    assert words in only_problem(load(file))


def test_a_folder_in_its_place(file: Path) -> None:
    file.mkdir()
    assert "cannot be read" in only_problem(load(file))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "accounts.acme.service is missing: give one of lemlist, leadlex, kit."),
        ('service = "lemlits"', "accounts.acme.service must be one of lemlist, leadlex, kit. Did you mean “lemlist”?"),
        ('service = "lemlist"\nbase_url = "http://proxy.example"', "would send the key unprotected"),
        ('service = "lemlist"\nbase_url = 7', "base_url must be an https address"),
        ('service = "lemlist"\nbaseurl = "https://proxy.example"', "Did you mean “base_url”?"),
    ],
)
def test_an_account_whose_address_is_not_clear_is_left_out(file: Path, table: str, words: str) -> None:
    result = loaded(file, f"[accounts.acme]\n{table}\n[accounts.good]\nservice = 'lemlist'")
    assert list(result.settings.accounts) == ["good"]
    assert result.accounts_lost
    problem = only_problem(result)
    assert words in problem
    assert problem.endswith("The account is left out.")


@pytest.mark.parametrize(
    "line", ["readonly = true", 'read_only = "yes"', "read-only = true", "token_command = ['pass']", "api_key = 'x'"]
)
def test_an_account_with_any_other_mistake_is_read_only(file: Path, line: str) -> None:
    result = loaded(file, f"[accounts.acme]\nservice = 'lemlist'\n{line}")
    assert result.settings.accounts["acme"].read_only, "a misspelt read_only must not open it for writing"
    assert not result.accounts_lost
    assert only_problem(result).endswith("Until this is mended the account is read-only.")


@pytest.mark.parametrize("name", ["sandbox", "Sandbox", "-x", "a b", "ü", "", "x" * 41, 'a"b'])
def test_names_that_no_account_can_have(file: Path, name: str) -> None:
    quoted = name.replace('"', '\\"')
    result = loaded(file, f'[accounts."{quoted}"]\nservice = "lemlist"')
    assert result.settings.accounts == {}
    assert "The account is left out." in only_problem(result)


def test_two_names_for_one_variable(file: Path) -> None:
    result = loaded(file, '[accounts."a.b"]\nservice = "lemlist"\n[accounts.A-B]\nservice = "lemlist"')
    assert list(result.settings.accounts) == ["a.b"]
    assert "differs from another name only by case" in only_problem(result)


@pytest.mark.parametrize(
    "text", ["accounts = 3", "accounts = []", "accounts.acme = 'lemlist'", "[[accounts]]", "[account.x]"]
)
def test_accounts_in_another_shape_count_as_lost(file: Path, text: str) -> None:
    result = loaded(file, text)
    assert result.settings.accounts == {}
    assert result.accounts_lost
    assert len(result.problems) == 1


def test_no_value_is_ever_repeated(file: Path) -> None:
    """Somebody may have put a key, or an address with a login, where it does not belong."""
    key = "kPlanted123456"
    lines = [
        f'api_key = "{key}"',
        f'theme = "{key}"',
        "[accounts.acme]",
        f'service = "{key}"',
        "[accounts.b]",
        'service = "lemlist"',
        f'base_url = "https://user:{key}@host.example"',
        "[accounts.c]",
        'service = "lemlist"',
        f'token = "{key}"',
        f'token_command = ["{key}"]',
    ]
    result = loaded(file, "\n".join(lines))
    assert len(result.problems) == 6
    assert key not in "\n".join(result.problems)
    assert sum("keys do not belong in this file" in problem for problem in result.problems) == 2


def test_control_characters_in_a_key_cannot_reach_the_terminal(file: Path) -> None:
    result = loaded(file, '"\\u001b[2J\\u202e" = 1')
    assert "\x1b" not in only_problem(result)
    assert "\u202e" not in only_problem(result)
    assert "␛" in only_problem(result)


def test_the_themes_exist() -> None:
    from textual.theme import BUILTIN_THEMES

    from tui.app.theme import DARK, LIGHT

    assert set(THEMES) == {DARK.name, LIGHT.name, *BUILTIN_THEMES}
    assert DARK.name == DEFAULT_THEME


@pytest.mark.parametrize(
    ("given", "days"), [("1", 1), ("36500", 36500), ("0", 90), ("36501", 90), ("true", 90), ('"9"', 90)]
)
def test_how_long_the_trash_is_kept(file: Path, given: str, days: int) -> None:
    result = loaded(file, f"trash_days = {given}")
    assert result.settings.trash_days == days
    assert bool(result.problems) is (str(days) != given)
