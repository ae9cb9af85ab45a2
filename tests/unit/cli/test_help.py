"""Help pages: every command and option explained, in the language asked for."""

import os
import subprocess
import sys

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from cityghg.base.labels import choose_language
from cityghg.cli.app import app
from cityghg.cli.words import language_of_arguments


def pages() -> list[list[str]]:
    """Return every command as it is called."""
    root = get_command(app)
    found: list[list[str]] = [[]]
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", {})
        found += [[name], *([name, sub] for sub in inner)]
    return found


@pytest.mark.parametrize("words", pages(), ids=" ".join)
def test_every_command_has_a_page(words: list[str]) -> None:
    done = CliRunner().invoke(app, [*words, "--help"])
    assert done.exit_code == 0
    assert f"cityghg {' '.join(words)}".strip() in done.stdout or "root" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["compile", "--lang", "zh"], "zh"),
        (["--lang=zh", "check"], "zh"),
        (["compile", "--lang", "en"], "en"),
        (["compile", "--lang"], None),
        (["compile"], None),
    ],
)
def test_the_language_is_known_before_arguments_are_read(arguments: list[str], expected: str | None) -> None:
    assert language_of_arguments(arguments) == (expected or choose_language())


@pytest.mark.parametrize(("language", "words"), [("zh", "编制清单"), ("en", "Compile the inventory")])
def test_help_speaks_the_language_of_the_user(language: str, words: str) -> None:
    code = "from cityghg.cli.app import main; main()"
    call = [sys.executable, "-X", "utf8", "-c", code, "compile", "--help"]
    environment = {**os.environ, "CITYGHG_LANG": language}
    done = subprocess.run(call, capture_output=True, encoding="utf-8", env=environment, check=True)  # noqa: S603
    assert words in done.stdout


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "没有给出选项 '--area'"), ("en", "Missing option '--area'")]
)
def test_wrong_usage_is_told_in_the_language_of_the_user(language: str, words: str) -> None:
    code = "from cityghg.cli.app import main; main()"
    call = [sys.executable, "-X", "utf8", "-c", code, "explain", "x.xlsx"]
    environment = {**os.environ, "CITYGHG_LANG": language}
    done = subprocess.run(call, capture_output=True, encoding="utf-8", env=environment, check=False)  # noqa: S603
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
