"""Words for people, in Chinese and English, from the TOML files in `cityghg/labels/`."""

from __future__ import annotations

import locale
import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

Language = Literal["zh", "en"]
LANGUAGE_VARIABLE = "CITYGHG_LANG"
LANGUAGES: tuple[Language, ...] = get_args(Language)
_FOLDER = Path(__file__).resolve().parents[1] / "labels"


@cache
def label_file(group: str) -> dict[str, Any]:
    """Return the parsed label file `group` (without `.toml`), or all files of a folder of that name as one.

    A key that two files of a folder share is a bug and raises `KeyError`.
    """
    path = _FOLDER / f"{group}.toml"
    if path.is_file():
        return tomllib.loads(path.read_text(encoding="utf-8"))
    together: dict[str, Any] = {}
    for part in sorted((_FOLDER / group).glob("*.toml")):
        entries = tomllib.loads(part.read_text(encoding="utf-8"))
        if shared := together.keys() & entries.keys():
            raise KeyError(f"{part.name}: {sorted(shared)}")
        together |= entries
    return together


def label(group: str, key: str, language: Language, **values: object) -> str:
    """Return one label with its `{placeholders}` filled in.

    `key` may be dotted. A label that does not exist is a bug and raises `KeyError`.
    """
    node: Any = label_file(group)
    for part in key.split("."):
        node = node[part]
    text: str = node[language]
    return text.format(**values) if values else text


def choose_language(wanted: str | None = None) -> Language:
    """Return the language to speak: the one asked for, else `CITYGHG_LANG`, else the locale's."""
    names = [wanted, os.environ.get(LANGUAGE_VARIABLE), *(os.environ.get(k) for k in ("LC_ALL", "LANG"))]
    if not any(names):
        names.append(locale.getlocale()[0])
    name = next((n for n in names if n), "en").lower()
    return "zh" if name.startswith(("zh", "chinese")) else "en"
