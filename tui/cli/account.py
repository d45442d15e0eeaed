"""`branchline account add|list|test|remove`: accounts and their keys."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from tui.cli import split
from tui.cli.asking import finished
from tui.cli.failures import explain
from tui.cli.output import put, put_json, say, table
from tui.cli.parser import Parser, Refusal, one_of
from tui.cli.reach import connected, read_settings
from tui.config import paths
from tui.config.accounts import Account, find_accounts, named
from tui.config.credentials import Secret, check_key, forget_secret, lent, secret_source, store_secret
from tui.config.edit import add_account, remove_account
from tui.config.errors import AccountError, ConfigError
from tui.config.nearest import did_you_mean
from tui.config.secret import LONGEST_KEY
from tui.config.services import SERVICES, check_base_url, check_name, key_variable
from tui.model.plain import visible
from tui.providers.errors import ServiceError

if TYPE_CHECKING:
    from tui.providers.base import Identity

WHY_NO_KEY_OPTION = (
    "A key is never taken from the command line, where the shell's history and every user of this machine can read it."
)
ACTIONS = ("add", "list", "test", "remove")

_EPILOG = f"""\
{WHY_NO_KEY_OPTION}
`add` asks for it without showing it, or reads it from its input:

  pass show lemlist | branchline account add --name acme --key-stdin

It is kept in the system keyring (pip install 'branchline[keyring]'), or in a file that only its owner may read."""


def run(words: list[str]) -> int:
    """Carry out the action that the first word names."""
    action, rest = split(words, ACTIONS)
    if action is None:
        parser = Parser("account", "branchline account add | list | test [NAME] | remove NAME", _EPILOG)
        parser.usage = "branchline account {add,list,test,remove} [--help]"
        parser.add_argument("action", nargs="?", help="what to do")
        given = parser.read(words).action
        remedy = did_you_mean(given, ACTIONS) if given else ""
        raise Refusal(
            "`branchline account` needs one of add, list, test and remove.",
            remedy or "See `branchline account --help`.",
        )
    return {"add": _add, "list": _list, "test": _test, "remove": _remove}[action](rest)


def _accounts() -> tuple[Account, ...]:
    return find_accounts(read_settings().settings, os.environ)


def _add(words: list[str]) -> int:
    parser = Parser("account add", "Add an account: ask for its key, try it, keep it.", _EPILOG)
    parser.option("--name", help="what to call it; the service's name if not given")
    parser.option("--service", type=one_of("service", SERVICES), help=f"one of {', '.join(SERVICES)}")
    parser.option("--base-url", metavar="URL", help="another address of the service")
    parser.option("--read-only", action="store_true", help="never let it change anything")
    parser.option("--key-stdin", action="store_true", help="read the key from the input")
    parser.option("--no-test", action="store_true", help="keep the key without trying it")
    for word in words:
        if word.partition("=")[0] in ("--key", "--api-key", "--apikey", "--token", "--secret", "--password"):
            raise Refusal(WHY_NO_KEY_OPTION, "Use --key-stdin, or let `branchline account add` ask.")
    options = parser.read(words)
    account = _new_account(options)
    secret = _ask_for_key(account, options)
    identity = None if options.no_test else finished(_try_key(account, secret))
    kept = store_secret(account, secret)
    try:
        add_account(paths.config_file(), account)
    except ConfigError:
        forget_secret(account)
        raise
    belongs = f", {visible(identity.words)}" if identity else ", key not tried"
    put(f"Added the account “{account.name}” ({account.service}{belongs}).")
    say(f"The key is kept in {kept}.")
    return 0


def _new_account(options: Namespace) -> Account:
    """The account to be, checked; asks for a name where there is somebody to ask. Raises AccountError and Refusal."""
    asking = sys.stdin.isatty() and not options.key_stdin
    service = options.service or (_ask_for_service() if asking else "") or next(iter(SERVICES))
    name = options.name or (_ask(f"Name of the account [{service}]: ") if asking else "") or service
    check_name(name, service)
    url = check_base_url(options.base_url) if options.base_url else SERVICES[service].base_url
    for other in _accounts():
        if key_variable(other.name) == key_variable(name):
            where = {"environment": f"comes from {key_variable(name)}"}.get(other.source, "exists already")
            raise Refusal(
                f"The account “{other.name}” {where}.",
                f"Choose another name, or run `branchline account remove {other.name}` first."
                if other.source == "config"
                else "Choose another name, or unset the variable.",
            )
    return Account(name, service, url, options.read_only)


def _ask_for_service() -> str:
    """The service that is named at the terminal; an empty answer means the first. Raises Refusal."""
    given = _ask(f"Service, one of {', '.join(SERVICES)} [{next(iter(SERVICES))}]: ").strip().lower()
    if given and given not in SERVICES:
        raise Refusal(f"There is no service “{visible(given)}”.", did_you_mean(given, SERVICES))
    return given


def _ask_for_key(account: Account, options: Namespace) -> Secret:
    if options.key_stdin:
        try:
            return check_key(sys.stdin.read(2 * LONGEST_KEY), "the input")
        except UnicodeDecodeError:
            raise Refusal("The input is not text, so it holds no key.", "Give the key and nothing else.") from None
    if not sys.stdin.isatty():
        raise Refusal("There is no terminal to ask for the key.", "Give it on the input, with --key-stdin.")
    say(f"The key is shown at {SERVICES[account.service].key_place}. What you type is not shown here.")
    try:
        return check_key(getpass.getpass("Key: ", stream=sys.stderr), "the input")
    except EOFError:
        raise Refusal("No key was given.", "Nothing was stored.") from None


async def _try_key(account: Account, secret: Secret) -> Identity:
    with lent(account, secret):
        async with connected(account) as provider:
            try:
                return await provider.identity()
            except ServiceError:
                say("The key could not be tried, so nothing is stored; --no-test stores it as it is.")
                raise


def _list(words: list[str]) -> int:
    parser = Parser("account list", "All accounts, and where the key of each comes from; no key is shown.")
    parser.json_option()
    options = parser.read(words)
    accounts = _accounts()
    if options.json:
        put_json([describe(account) for account in accounts])
        return 0
    rows = [
        [item.name, item.service, "read-only" if item.read_only else "writes", secret_source(item), _address(item)]
        for item in accounts
    ]
    for line in table(rows, ["NAME", "SERVICE", "MODE", "KEY FROM", "BASE URL"], stretch=4):
        put(line)
    return 0


def _address(account: Account) -> str:
    return "in this process" if account.sandbox else account.base_url


def describe(account: Account) -> dict[str, object]:
    """An account for scripts and bug reports, without its key."""
    return {
        "name": account.name,
        "service": account.service,
        "base_url": None if account.sandbox else account.base_url,
        "read_only": account.read_only,
        "sandbox": account.sandbox,
        "from": account.source,
        "key_from": secret_source(account),
    }


def _test(words: list[str]) -> int:
    parser = Parser("account test", "Try the key of one account, or of all.")
    parser.add_argument("name", metavar="NAME", nargs="?", help="only this account")
    options = parser.read(words)
    accounts = _accounts()
    chosen = (named(accounts, options.name),) if options.name else accounts
    code = 0
    for account in chosen:
        try:
            identity = finished(_identity(account))
        except (AccountError, ServiceError) as error:
            put(f"{account.name}: failed")
            code = max(code, explain(error))
        else:
            detail = f" ({visible(identity.detail)})" if identity.detail else ""
            put(f"{account.name}: ok, {visible(identity.words)}{detail}")
    return code


async def _identity(account: Account) -> Identity:
    async with connected(account) as provider:
        return await provider.identity()


def _remove(words: list[str]) -> int:
    parser = Parser("account remove", "Take an account and its key off this machine; nothing changes at the service.")
    parser.add_argument("name", metavar="NAME", nargs="?", help="the account")
    parser.option("--yes", action="store_true", help="do not ask")
    options = parser.read(words)
    if not options.name:
        raise Refusal(
            "`branchline account remove` needs the name of an account.", "`branchline account list` shows them."
        )
    account = named(_accounts(), options.name)
    if account.source != "config":
        remedy = "" if account.sandbox else f"Unset {key_variable(account.name)} to be rid of it."
        raise Refusal(f"The account “{account.name}” is not in {paths.config_file()}.", remedy)
    if not options.yes:
        if not sys.stdin.isatty():
            raise Refusal("There is nobody to ask whether the account is to go.", "Give --yes.")
        if _ask(f"Remove the account “{account.name}” and its key from this machine? [y/N] ").lower() not in (
            "y",
            "yes",
        ):
            say("Nothing was removed.")
            return 0
    gone = forget_secret(account)
    remove_account(paths.config_file(), account.name)
    put(f"Removed the account “{account.name}”.")
    say(f"Its key was taken out of {' and '.join(gone)}." if gone else "No key of it was kept here.")
    return 0


def _ask(question: str) -> str:
    """An answer from the terminal; the question goes to stderr, since stdout is for data."""
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip()
