"""Which accounts there are, in which order, and where their keys may be sent."""

import pytest

from tui.config.accounts import SANDBOX_ACCOUNT, SANDBOX_ACCOUNTS, Account, AccountError, find_accounts, named
from tui.config.services import SERVICES, check_base_url, check_name, is_loopback, key_variable, url_variable
from tui.config.settings import AccountSettings, Settings

KEY = {"BRANCHLINE_LEMLIST_API_KEY": "abc"}
LEMLIST = "https://api.lemlist.com/api"
LOCAL = "http://127.0.0.1:8765/lemlist/api"


def settings(**accounts: AccountSettings) -> Settings:
    return Settings(accounts=accounts)


ACME = AccountSettings("lemlist", "https://proxy.example/api", True, "pass show acme")


def test_nothing_set_up_means_the_sandbox() -> None:
    assert find_accounts(settings(), {}) == SANDBOX_ACCOUNTS
    assert all(account.sandbox for account in SANDBOX_ACCOUNTS)
    assert {account.service for account in SANDBOX_ACCOUNTS} == set(SERVICES)


def test_the_key_alone_makes_an_account() -> None:
    assert find_accounts(settings(), KEY) == (Account("lemlist", "lemlist", LEMLIST, source="environment"),)


def test_an_empty_variable_still_makes_it_so_that_its_emptiness_is_said() -> None:
    assert [account.name for account in find_accounts(settings(), {"BRANCHLINE_LEMLIST_API_KEY": ""})] == ["lemlist"]


def test_the_environment_comes_first_and_the_settings_keep_their_order() -> None:
    accounts = find_accounts(settings(zeta=AccountSettings("lemlist"), acme=ACME), KEY)
    assert [account.name for account in accounts] == ["lemlist", "zeta", "acme"]
    assert accounts[2] == Account("acme", "lemlist", "https://proxy.example/api", True, "pass show acme")
    assert accounts[1].base_url == LEMLIST


def test_a_configured_account_of_the_same_name_keeps_its_protection() -> None:
    accounts = find_accounts(settings(acme=AccountSettings("lemlist"), lemlist=ACME), KEY)
    assert [account.name for account in accounts] == ["lemlist", "acme"]
    assert accounts[0].read_only
    assert accounts[0].base_url == "https://proxy.example/api"


def test_a_variable_gives_another_address_to_its_account_only() -> None:
    environ = {**KEY, "BRANCHLINE_LEMLIST_BASE_URL": LOCAL, "BRANCHLINE_ACME_BASE_URL": "https://other.example"}
    accounts = find_accounts(settings(acme=ACME, third=AccountSettings("lemlist")), environ)
    assert {account.name: account.base_url for account in accounts} == {
        "lemlist": LOCAL,
        "acme": "https://other.example",
        "third": LEMLIST,
    }


def test_a_bad_address_in_a_variable_is_named() -> None:
    with pytest.raises(AccountError, match=r"^BRANCHLINE_LEMLIST_BASE_URL: The base URL is http") as caught:
        find_accounts(settings(), {"BRANCHLINE_LEMLIST_BASE_URL": "http://api.example"})
    assert "https" in caught.value.remedy


def test_the_option_leaves_one_account_so_that_no_other_key_goes_there() -> None:
    accounts = find_accounts(settings(acme=ACME, other=AccountSettings("lemlist")), KEY, base_url=LOCAL)
    assert [(account.name, account.base_url) for account in accounts] == [("lemlist", LOCAL)]
    accounts = find_accounts(settings(acme=ACME, other=AccountSettings("lemlist")), KEY, LOCAL + "/", "acme")
    assert [(account.name, account.base_url, account.read_only) for account in accounts] == [("acme", LOCAL, True)]


def test_the_option_without_any_account_is_no_sandbox() -> None:
    accounts = find_accounts(settings(), {}, base_url=LOCAL)
    assert accounts == (Account("lemlist", "lemlist", LOCAL, source="option"),)


def test_the_sandbox_has_no_address_to_replace() -> None:
    with pytest.raises(AccountError, match="has no base URL"):
        find_accounts(settings(), {}, base_url=LOCAL, name="sandbox")


def test_one_account_by_name() -> None:
    given = settings(acme=ACME)
    assert [account.name for account in find_accounts(given, KEY, name="acme")] == ["acme"]
    assert find_accounts(given, KEY, name="sandbox") == SANDBOX_ACCOUNTS
    assert find_accounts(given, KEY, name=SANDBOX_ACCOUNTS[-1].name) == SANDBOX_ACCOUNTS[-1:]
    with pytest.raises(AccountError, match=r"no account “acne”. Did you mean “acme”\? Known: lemlist, acme, sandbox"):
        find_accounts(given, KEY, name="acne")
    assert named((SANDBOX_ACCOUNT,), "sandbox") is SANDBOX_ACCOUNT


def test_variables_have_no_characters_that_a_shell_refuses() -> None:
    assert key_variable("lemlist") == "BRANCHLINE_LEMLIST_API_KEY"
    assert key_variable("acme-2.eu") == "BRANCHLINE_ACME_2_EU_API_KEY"
    assert url_variable("acme") == "BRANCHLINE_ACME_BASE_URL"


@pytest.mark.parametrize(
    "url",
    [
        *(service.base_url for service in SERVICES.values()),
        "https://proxy.example:8443/a/b",
        "https://192.168.0.1/api",
        "http://localhost:8765/lemlist/api",
        "http://127.0.0.1",
        "http://127.8.9.10:1/x",
        "http://[::1]:8765/api",
        "HTTPS://API.example",
    ],
)
def test_addresses_that_a_key_may_go_to(url: str) -> None:
    assert check_base_url(url) == url
    assert check_base_url(url + "/") == url


@pytest.mark.parametrize(
    "url",
    [
        "", "api.lemlist.com", "ftp://api.lemlist.com", "https://", "https:///api", "https:/x.io", "//x.io", "https",
        "http://api.lemlist.com/api", "http://localhost.evil.example", "http://127.0.0.1.evil.example", "http://0.0.0.0",
        "http://192.168.0.1", "http://[::2]", "http://127.1", "http://2130706433", "http://localhost.",
        "https://user:hunter2@x.example", "https://hunter2@x.example", "http://127.0.0.1@evil.example",
        "https://x.example?key=hunter2", "https://x.example/?", "https://x.example#hunter2", "https://x.example/#",
        "https://x.example:99999", "https://x.example:0", "https://x.example:port",
        "https://x.example/a b", "https://x.example/\n", "https://x.example\\@evil.example", "https://[::1", "https://ü.example",
        "https://x.example/\x1b[2J", "https://x.example/{{slug}}",
    ],
)  # fmt: skip
def test_addresses_that_no_key_goes_to(url: str) -> None:
    with pytest.raises(AccountError) as caught:
        check_base_url(url)
    assert caught.value.remedy
    assert "hunter2" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_only_certain_names_mean_this_machine() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.255.255.255", "::1")))
    assert not any(map(is_loopback, ("localhost.localdomain", "128.0.0.1", "::", "0.0.0.0", "")))


@pytest.mark.parametrize("name", ["acme", "A", "0", "acme-2.eu_x", "x" * 40, "lemlist"])
def test_names_an_account_can_have(name: str) -> None:
    check_name(name, "lemlist")


def test_the_name_of_another_service_misleads() -> None:
    with pytest.raises(AccountError, match="would belong to other"):
        check_name("lemlist", "other")
