"""Which form each sheet was read by, and why, line by line."""

from __future__ import annotations

from cityghg.activity.layouts import Choice
from cityghg.activity.layouts.reasons import layout_words
from cityghg.base.labels import Language
from cityghg.base.problems import Place
from cityghg.cli.words import say


def described(choice: Choice, language: Language) -> str:
    """Return one line: the sheet, the layout it was read by, what was found, and what else would fit."""
    place = Place(file=choice.file, sheet=choice.sheet)
    others = [
        f"{n} {m.confidence:.2f}" for n, m in choice.matches.items() if n != choice.layout and m.confidence
    ]
    rest = say("layouts.others", language, others=", ".join(others)) if others else ""
    if not choice.layout:
        return say("layouts.none", language, place=place) + rest
    match = choice.matches[choice.layout]
    found = ("、" if language == "zh" else ", ").join(getattr(reason, language) for reason in match.reasons)
    said = say(
        "layouts.stated" if choice.stated else "layouts.told", language, place=place, layout=choice.layout,
        named=getattr(layout_words(choice.layout), language), fit=f"{match.confidence:.2f}", found=found,
    )  # fmt: skip
    return said + rest
