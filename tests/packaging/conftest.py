"""What the packaging tests share: wheel and source archive, built once, and the wheel installed in an environment."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GROUP = "packaging"
"""Tests of this name run in one worker, so that what is slow to make is made once."""


def pytest_configure(config: pytest.Config) -> None:
    """Known also where the plugin that reads it is switched off."""
    config.addinivalue_line("markers", "xdist_group(name): tests of one group run in the same worker")


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive and the wheel that is built from it, as an index would get them.

    Isolated, so that the build depends on what pyproject.toml asks for and on nothing that is here by chance.
    """
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT))
    return folder


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    """The wheel."""
    (found,) = dist.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def source_archive(dist: Path) -> Path:
    """The source archive."""
    (found,) = dist.glob("*.tar.gz")
    return found


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the wheel.

    Its dependencies are those of the environment that runs the tests, put on its path from without: nothing is
    downloaded, and the checkout is not on the path, since a .pth file's own .pth files are not read.
    """
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    variables = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", vars=variables))
    scripts = Path(sysconfig.get_path("scripts", vars=variables))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = ("-m", "pip", "--python", str(scripts / "python"), "--disable-pip-version-check", "install")
    run(sys.executable, *pip, "--no-deps", "--no-index", "--force-reinstall", str(wheel))
    return scripts / "branchline"


def run(*command: str, cwd: Path = ROOT.parent, env: Mapping[str, str] | None = None) -> str:
    """What a command printed. Fails with everything it said when it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=env)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout
