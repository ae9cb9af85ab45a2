"""Help texts and short sentences of the command line, in the language of the run."""

from __future__ import annotations

import sys

from cityghg.base.labels import Language, choose_language, label


def language_of_arguments(arguments: list[str]) -> Language:
    """Return the language asked for by `--lang`, which is needed before arguments are parsed."""
    for i, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return choose_language(argument.removeprefix("--lang="))
        if argument == "--lang" and i + 1 < len(arguments):
            return choose_language(arguments[i + 1])
    return choose_language()


HELP_LANGUAGE = language_of_arguments(sys.argv[1:])


def help_text(key: str) -> str:
    """Return a help text; dotted keys are those of `labels/help.toml`."""
    return label("help", key, HELP_LANGUAGE)


def say(key: str, language: Language, **values: object) -> str:
    """Return a sentence of `labels/cli.toml`."""
    return label("cli", key, language, **values)
